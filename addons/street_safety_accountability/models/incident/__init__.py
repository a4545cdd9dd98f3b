from . import safety_incident_type
from . import safety_incident_point_kind
from . import safety_incident_point
from . import safety_regulation
from . import safety_incident
from . import safety_incident_seal
from . import ir_attachment
from . import safety_measure
