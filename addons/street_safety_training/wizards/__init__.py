from . import safety_drill_evaluate_wizard
from . import safety_roster_plan_wizard
from . import safety_publicity_plan_wizard
from . import safety_publicity_plan_owed
