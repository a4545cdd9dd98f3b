from . import safety_regulation
from . import safety_clause
from . import safety_post
from . import safety_duty_kind
from . import safety_duty_rule
