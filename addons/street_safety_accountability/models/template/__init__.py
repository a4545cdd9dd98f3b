from . import safety_template
