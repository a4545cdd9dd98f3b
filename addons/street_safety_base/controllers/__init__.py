from . import verify
from . import meeting
