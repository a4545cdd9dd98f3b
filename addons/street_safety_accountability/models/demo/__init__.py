from . import safety_demo
from . import safety_demo_violations
from . import safety_demo_appraisals
from . import safety_demo_letters
from . import safety_demo_measures
