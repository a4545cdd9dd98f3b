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
from .regulation import test_duty_rule, test_regulation_file, test_rule_editor, test_rule_version, test_special_day
from .duty import (
    test_causes,
    test_decisions,
    test_engine,
    test_explanation,
    test_my_work,
    test_record,
    test_report,
    test_run,
    test_run_killed,
    test_simulation,
    test_steps,
    test_targets,
    test_turns,
)
from .demo import test_demo_base
