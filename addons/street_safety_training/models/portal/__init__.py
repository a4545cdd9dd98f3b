from . import safety_correction
from . import safety_correction_take_over
from . import safety_enterprise
