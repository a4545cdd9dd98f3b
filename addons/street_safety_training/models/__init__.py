from . import session
from . import certificate
from . import drill
from . import emergency
from . import facility
from . import publicity
from . import archive
from . import demo
