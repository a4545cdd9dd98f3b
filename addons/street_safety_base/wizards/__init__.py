from . import safety_sign_wizard
from . import safety_enterprise_leave_wizard
from . import safety_enterprise_merge_wizard
from . import safety_duty_decide_wizard
from . import safety_duty_rule_change_wizard
