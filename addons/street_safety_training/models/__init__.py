from . import session
from . import certificate
from . import demo
