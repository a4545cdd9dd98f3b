from . import safety_import_mixin
from . import base_import_import
from . import safety_enterprise_kind
from . import safety_supervision_class
from . import safety_enterprise
from . import safety_enterprise_roll
from . import safety_enterprise_movement
