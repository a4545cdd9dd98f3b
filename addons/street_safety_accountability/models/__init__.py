from . import violation
from . import appraisal
from . import demo
