# A room per concern. Nothing above regulation/ imports from it or from what stands below; the rooms of the
# enterprise file (enterprise/ to portal/) stand in the order in which one builds on the other.
from . import patterns
from . import organisation
from . import enterprise
from . import roll
from . import classification
from . import dossier
from . import rating
from . import ledger
from . import portal
from . import regulation
from . import duty
from . import office
from . import demo
