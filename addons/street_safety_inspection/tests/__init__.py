from .checklist import test_checklist, test_checklist_import
from .inspection import (
    test_duties,
    test_enterprise,
    test_inspection,
    test_inspection_form,
    test_inspection_form_paper,
    test_inspection_scope,
    test_kinds,
    test_photos,
    test_reinspection,
    test_self_check,
    test_self_check_routes,
    test_tour_inspection,
    test_visit,
    test_visit_oddities,
)
from .hazard import (
    test_hazard,
    test_hazard_ledgers,
    test_hazard_rows,
    test_hazard_walk,
    test_listing,
    test_major,
    test_overdue,
    test_problem_list,
    test_published,
    test_recurring,
    test_tour_hazard,
    test_uninstall,
    test_unit_hazards,
)
from .document import test_notice, test_notice_kind, test_notice_report
from .answer import test_answer
from .demo import test_demo_inspection
from .packs import (
    test_clause_hazard,
    test_clause_inspection,
    test_clause_oversight,
    test_clause_reports,
    test_pack_caused_inspection,
    test_pack_proofs_inspection,
)
from .oversight import (
    test_credit,
    test_credit_heard,
    test_draw,
    test_draw_order,
    test_enforcement,
    test_enforcement_decisions,
    test_supervision,
    test_supervision_units,
    test_tour_draw,
)
from .tip import test_tip, test_tour_tip
from .campaign import (
    test_campaign,
    test_campaign_calendar,
    test_campaign_documents,
    test_campaign_fields,
    test_campaign_occasions,
    test_campaign_rows,
    test_campaign_table,
    test_tour_campaign,
)
from .statistics import test_map, test_statistics, test_tour_statistics
