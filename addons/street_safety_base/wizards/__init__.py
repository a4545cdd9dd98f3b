from . import safety_sign_wizard
from . import safety_enterprise_leave_wizard
from . import safety_enterprise_merge_wizard
from . import safety_document_deliver_wizard
