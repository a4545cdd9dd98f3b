from . import published
from . import self_check
from . import answer
from . import draw
from . import tip
from . import credit
from . import credit_heard
