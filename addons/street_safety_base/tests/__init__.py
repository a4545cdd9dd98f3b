from .patterns import test_clock, test_number, test_scope, test_signature, test_workflow
from .organisation import (
    test_access_size,
    test_appointment,
    test_chain,
    test_dissolve,
    test_district,
    test_five_organisations,
    test_handover,
    test_organisation_export,
    test_organisation_import,
    test_organisation_import_again,
    test_seat,
    test_tour_organisation,
    test_unit,
    test_unit_types,
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
from .dossier import test_dossier, test_dossier_item, test_missing_count
from .rating import test_rating
from .ledger import test_booklet, test_ledger
from .portal import test_portal, test_portal_routes, test_tour_portal, test_wrong_reader
from .regulation import (
    test_adopt_wizard,
    test_duty_list,
    test_duty_rule,
    test_regulation_file,
    test_rule_editor,
    test_rule_version,
    test_special_day,
    test_tour_regulation,
)
from .duty import (
    test_causes,
    test_decisions,
    test_duty_routes,
    test_engine,
    test_explanation,
    test_faults,
    test_invariants,
    test_my_work,
    test_my_work_head,
    test_overview,
    test_plan_duty,
    test_record,
    test_record_kinds,
    test_regulation_dates,
    test_report,
    test_roster,
    test_run,
    test_run_killed,
    test_simulation,
    test_steps,
    test_targets,
    test_task,
    test_turns,
)
from .office import (
    test_archive,
    test_digest,
    test_document,
    test_incident,
    test_incident_clock,
    test_incident_rescue,
    test_meeting,
    test_meeting_bad_input,
    test_meeting_calendar,
    test_meeting_follow_up,
    test_meeting_pages,
    test_meeting_planning,
    test_my_work_roles,
    test_office_rows,
    test_package,
    test_package_close,
    test_package_frozen,
    test_package_parallel,
    test_package_period,
    test_register,
    test_tour_meeting,
    test_tour_office,
)
from .packs import (
    test_pack_adoption,
    test_pack_caused,
    test_pack_duties,
    test_pack_files,
    test_pack_meetings,
    test_pack_proofs,
    test_pack_reach,
)
from .demo import test_demo_base
