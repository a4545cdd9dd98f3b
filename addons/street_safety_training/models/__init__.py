from . import session
from . import certificate
from . import drill
from . import demo
