from . import safety_reason_wizard
from . import safety_notice_serve_wizard
