from . import safety_record_type
from . import safety_record
from . import safety_record_content
from . import safety_record_topic
