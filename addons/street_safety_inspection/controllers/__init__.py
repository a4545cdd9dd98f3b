from . import self_check
from . import answer
from . import draw
from . import tip
