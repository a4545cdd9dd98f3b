from . import safety_demo_inspection
from . import safety_demo_visits
from . import safety_demo_findings
from . import safety_demo_major
from . import safety_demo_notices
from . import safety_demo_rechecks
from . import safety_demo_present
from . import safety_demo_draws
