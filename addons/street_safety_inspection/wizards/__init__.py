from . import safety_checklist_import_line
from . import safety_checklist_import_wizard
from . import safety_notice_serve_wizard
