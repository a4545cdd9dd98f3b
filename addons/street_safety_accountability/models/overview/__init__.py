from . import safety_overview
