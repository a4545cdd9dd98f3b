from . import res_company
from . import safety_draw_exclusion
from . import safety_draw_line
from . import safety_draw
from . import safety_draw_pool
from . import safety_draw_picking
from . import safety_inspection
from . import supervision
