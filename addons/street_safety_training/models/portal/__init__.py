from . import safety_correction
from . import safety_enterprise
