from . import safety_rating_scheme
from . import safety_rating_criterion
from . import safety_rating
from . import safety_rating_line
from . import safety_enterprise_rating
from . import res_company_benchmark
