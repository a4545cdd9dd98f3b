from . import safety_overview
from . import safety_overview_months
from . import safety_yearly_report
from . import safety_yearly_report_consequences
from . import safety_yearly_report_people
