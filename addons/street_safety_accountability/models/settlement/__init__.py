from . import res_company
from . import safety_deduction
from . import safety_deduction_line
from . import safety_penalty
from . import safety_package_kind
