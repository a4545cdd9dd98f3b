from . import safety_checklist
from . import safety_checklist_item
from . import safety_supervision_class
