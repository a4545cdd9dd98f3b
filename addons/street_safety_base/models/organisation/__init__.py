from . import safety_unit_type
from . import safety_unit
from . import safety_post
from . import safety_appointment
from . import safety_access
from . import res_company
from . import res_users
