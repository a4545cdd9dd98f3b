from . import safety_of_enterprise
from . import safety_inspection_kind
from . import safety_inspection
from . import safety_inspection_finish
from . import safety_inspection_line
from . import safety_inspection_recheck
from . import safety_enterprise
from . import safety_enterprise_status
