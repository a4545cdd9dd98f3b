from .certificate import test_certificate, test_certificate_coverage, test_certificate_import
from .demo import test_demo_training
from .drill import test_drill
from .packs import test_pack_proofs_complete, test_pack_proofs_training
from .session import (
    test_enterprise_file,
    test_training,
    test_training_attendance,
    test_training_duty,
    test_unit_training,
)
