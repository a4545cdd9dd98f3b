from . import minutes_report
from . import package_report
