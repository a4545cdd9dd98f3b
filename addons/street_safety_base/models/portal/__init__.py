from . import res_company_portal
from . import safety_correction
from . import safety_correction_line
from . import safety_enterprise_portal
from . import safety_correction_paper
from . import safety_enterprise_portal_papers
from . import safety_enterprise_portal_tasks
