from . import safety_penalty_rule
from . import safety_violation
from . import safety_violation_engine
from . import safety_violation_decision
from . import safety_penalty
from . import safety_disqualification
from . import safety_duty
from . import safety_run
