from .certificate import (
    test_certificate,
    test_certificate_coverage,
    test_certificate_figures,
    test_certificate_import,
    test_tour_certificate,
)
from .demo import test_demo_training
from .drill import test_archive_training, test_drill, test_tour_drill
from .emergency import test_call_out, test_callout, test_plan, test_roster, test_team, test_tour_roster
from .facility import test_facility
from .packs import test_pack_proofs_complete, test_pack_proofs_training, test_real_certificates, test_real_records
from .portal import test_evidence, test_evidence_batch, test_tour_evidence
from .publicity import test_content, test_plan_owed, test_publicity, test_publicity_duties, test_tour_year_plan
from .session import (
    test_enterprise_file,
    test_tour_training,
    test_training,
    test_training_attendance,
    test_training_audience,
    test_training_calendar,
    test_training_duty,
    test_training_exam,
    test_training_hours,
    test_training_makeup,
    test_training_role,
    test_training_rows,
    test_training_sign_in,
    test_unit_training,
)
