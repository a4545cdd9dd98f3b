from . import safety_demo
from . import safety_demo_exam
from . import safety_demo_certificate
from . import safety_demo_drill
from . import safety_demo_emergency
from . import safety_demo_facility
from . import safety_demo_publicity
from . import safety_demo_portal
