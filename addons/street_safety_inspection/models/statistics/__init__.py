from . import safety_hazard_treatment
from . import safety_statistics
from . import safety_hazard_trend
from . import res_company_map
from . import safety_map
