from . import res_company
from . import safety_credit_entry
from . import safety_credit_steps
from . import safety_credit_heard
from . import safety_enterprise
from . import safety_package
from . import safety_run
from . import safety_duty_waiting
