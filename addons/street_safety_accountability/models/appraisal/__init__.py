from . import safety_appraisal_scheme
from . import safety_appraisal_indicator
from . import safety_appraisal_grade
from . import safety_appraisal
from . import safety_appraisal_steps
from . import safety_appraisal_computation
from . import safety_appraisal_scoring
from . import safety_appraisal_line
