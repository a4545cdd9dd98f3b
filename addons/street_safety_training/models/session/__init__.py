from . import safety_training_type
from . import safety_training
from . import safety_training_attendance
from . import safety_training_attendee
