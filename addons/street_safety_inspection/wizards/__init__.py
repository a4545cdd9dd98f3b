from . import safety_checklist_import_line
from . import safety_checklist_import_wizard
from . import safety_notice_serve_wizard
from . import safety_hazard_act_wizard
from . import safety_hazard_assess_wizard
from . import safety_hazard_merge_wizard
from . import safety_listing_accept_wizard
from . import safety_extension_wizard
