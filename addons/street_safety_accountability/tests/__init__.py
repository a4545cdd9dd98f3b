from .violation import (
    test_disqualification,
    test_hearing,
    test_supervision,
    test_violation_decision,
    test_violation_engine,
    test_violation_review,
    test_violation_scope,
    test_violation_step,
)
from .incident import test_incident_cases, test_incident_follow_up
from .ladder import test_ladder
from .settlement import test_access_matrix, test_consistency, test_deduction, test_two_runs, test_xintang_year
from .appraisal import (
    test_appraisal,
    test_appraisal_complete,
    test_appraisal_duty,
    test_appraisal_engine,
    test_appraisal_scheme,
    test_appraisal_sheet,
    test_three_schemes,
    test_tour_scheme,
)
from .overview import test_overview_blocks, test_overview_months, test_tour_months, test_yearly_report
from .letter import test_letter
from .demo import test_demo_accountability
from .slice import test_tour_slice
