from . import safety_demo
from . import safety_demo_certificate
