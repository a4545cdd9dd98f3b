from . import safety_facility_type
from . import safety_facility
from . import safety_facility_check
from . import safety_facility_gap
from . import safety_enterprise
