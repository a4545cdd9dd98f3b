from . import safety_archive_item
