from . import safety_unit_booklet
from . import safety_ledger
from . import safety_ledger_column
