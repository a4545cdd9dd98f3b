from . import safety_record_type
from . import safety_record
from . import safety_duty
from . import safety_duty_generation
from . import safety_duty_evaluation
from . import safety_duty_evidence
from . import safety_duty_my_work
from . import safety_run
