from .violation import (
    test_violation_decision,
    test_violation_engine,
    test_violation_review,
    test_violation_scope,
    test_supervision,
    test_violation_step,
    test_disqualification,
)
from .appraisal import test_appraisal, test_appraisal_scheme, test_appraisal_sheet
from .letter import test_letter
from .demo import test_demo_accountability
from .slice import test_tour_slice
