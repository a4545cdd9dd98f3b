from . import safety_notice
from . import safety_notice_line
