from . import safety_industry
from . import safety_risk_factor
from . import safety_supervision_class
from . import safety_supervision_rule
from . import safety_enterprise_facts
from . import safety_enterprise_class
