from . import safety_enterprise_roll
from . import safety_enterprise_movement
from . import safety_unit
from . import safety_roll
from . import safety_roll_figures
from . import safety_enterprise_counted
