from . import safety_cause
from . import safety_penalty_rule
from . import safety_measure_rule
from . import safety_regulation
from . import safety_duty_rule
