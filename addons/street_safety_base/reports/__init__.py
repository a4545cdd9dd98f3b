from . import roll_report
from . import booklet_report
from . import dossier_report
from . import plate_report
from . import duty_list_report
from . import handover_report
from . import ledger_report
from . import organisation_report
