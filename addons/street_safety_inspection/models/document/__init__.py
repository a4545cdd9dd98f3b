from . import safety_notice_kind
from . import safety_notice
from . import safety_notice_family
from . import safety_notice_line
from . import safety_archive_item
from . import safety_inspection_notice
