from . import violation
from . import ladder
from . import settlement
from . import regulation
from . import incident
from . import appraisal
from . import overview
from . import demo
