from . import safety_checklist
from . import safety_checklist_item
