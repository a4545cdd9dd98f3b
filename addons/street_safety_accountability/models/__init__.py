from . import violation
from . import appraisal
from . import letter
from . import demo
