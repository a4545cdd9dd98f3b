from . import safety_demo
