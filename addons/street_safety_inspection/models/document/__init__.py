from . import safety_notice
from . import safety_notice_line
from . import safety_archive_item
