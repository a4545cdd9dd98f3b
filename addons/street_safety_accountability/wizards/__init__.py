from . import safety_appraisal_run_wizard
