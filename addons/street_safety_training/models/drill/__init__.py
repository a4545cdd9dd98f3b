from . import safety_drill_type
from . import safety_drill
from . import safety_drill_member
from . import safety_drill_log
from . import safety_record
from . import safety_enterprise
from . import safety_unit
