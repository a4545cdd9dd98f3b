from .patterns import test_clock, test_number, test_scope, test_signature, test_workflow
from .organisation import test_appointment, test_unit
from .enterprise import (
    test_credit_code,
    test_enterprise,
    test_enterprise_import,
    test_enterprise_import_dialog,
    test_tour_enterprise_import,
    test_enterprise_roll,
    test_enterprise_scope,
)
from .regulation import test_duty_rule
from .duty import test_engine, test_my_work, test_my_work_head, test_record, test_run, test_run_killed
from .office import test_document, test_incident, test_meeting, test_meeting_pages, test_package
from .demo import test_demo_base
