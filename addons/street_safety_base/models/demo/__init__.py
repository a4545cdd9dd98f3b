# The demonstration street. Every method starts with "_": nothing here is reachable from outside.
from . import safety_demo
from . import safety_demo_street
from . import safety_demo_enterprise
from . import safety_demo_dossier
from . import safety_demo_regulation
from . import safety_demo_history
from . import safety_demo_tasks
from . import safety_demo_portal
from . import safety_demo_roll
from . import safety_demo_office
from . import safety_demo_engine
