from . import portal
from . import verify
from . import plate
from . import meeting
from . import archive
