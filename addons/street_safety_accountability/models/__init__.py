from . import patterns
from . import violation
from . import appraisal
from . import demo
