from . import safety_training_type
from . import safety_training
from . import safety_training_attendance
from . import safety_training_attendee
from . import safety_unit
from . import safety_enterprise
