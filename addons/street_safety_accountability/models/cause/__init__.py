from . import safety_chosen_records
from . import safety_cause
