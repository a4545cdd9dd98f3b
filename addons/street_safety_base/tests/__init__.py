from .patterns import test_clock, test_number, test_scope, test_signature, test_workflow
from .organisation import (
    test_access_size,
    test_appointment,
    test_chain,
    test_dissolve,
    test_handover,
    test_district,
    test_five_organisations,
    test_organisation_export,
    test_organisation_import,
    test_organisation_import_again,
    test_tour_organisation,
    test_unit_types,
    test_seat,
    test_unit,
)
from .enterprise import (
    test_credit_code,
    test_enterprise,
    test_enterprise_import,
    test_enterprise_import_dialog,
    test_enterprise_import_workbook,
    test_enterprise_plate,
    test_enterprise_scope,
    test_enterprise_search,
    test_responsibility,
    test_tour_enterprise_import,
)
from .roll import test_enterprise_roll, test_roll, test_tour_roll
from .classification import test_classification, test_industry
from .dossier import test_dossier, test_dossier_item
from .rating import test_rating
from .ledger import test_booklet, test_ledger
from .portal import test_portal, test_portal_routes, test_tour_portal
from .regulation import (
    test_duty_list,
    test_duty_rule,
    test_regulation_file,
    test_rule_editor,
    test_rule_version,
    test_special_day,
)
from .duty import (
    test_causes,
    test_decisions,
    test_engine,
    test_explanation,
    test_my_work,
    test_my_work_head,
    test_plan_duty,
    test_record,
    test_record_kinds,
    test_regulation_dates,
    test_report,
    test_run,
    test_run_killed,
    test_simulation,
    test_steps,
    test_targets,
    test_task,
    test_turns,
)
from .office import test_document, test_incident, test_meeting, test_meeting_pages, test_package
from .packs import test_pack_adoption, test_pack_caused, test_pack_duties, test_pack_files, test_pack_reach
from .demo import test_demo_base
