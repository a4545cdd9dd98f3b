from . import checklist
from . import inspection
from . import hazard
from . import document
from . import oversight
from . import tip
from . import campaign
from . import demo
