from . import session
from . import demo
