from . import safety_reasoned
