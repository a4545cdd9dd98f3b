from . import res_company
from . import safety_hazard
from . import safety_hazard_workflow
from . import safety_hazard_overdue
from . import safety_run
