from . import safety_drill_evaluate_wizard
