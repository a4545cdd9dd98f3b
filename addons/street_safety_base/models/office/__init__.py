from . import safety_incident_grade
from . import safety_incident_type
from . import safety_incident
from . import safety_incident_log
from . import res_company
