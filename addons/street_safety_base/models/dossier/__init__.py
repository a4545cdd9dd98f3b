from . import safety_dossier_type
from . import safety_dossier_level
from . import safety_dossier_item
from . import safety_enterprise_dossier
from . import safety_dossier_type_code
