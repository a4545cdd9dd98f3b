# A room per concern; nothing in organisation/ or enterprise/ imports from regulation/ or duty/.
from . import patterns
from . import organisation
from . import enterprise
from . import regulation
from . import duty
from . import office
from . import demo
