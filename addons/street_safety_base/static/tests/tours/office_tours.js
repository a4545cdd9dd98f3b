import { registry } from "@web/core/registry";

import { because, chooseRecord, press, reached, sign, step } from "@street_safety_base/../tests/tours/tour_helpers";

// No words of the interface in the triggers: the tours run in the language of the user.
const tours = registry.category("web_tour.tours");

// ---- a document: in, circulated, answered --------------------------------------------------------------------------

tours.add("street_safety_document_in", {
    steps: () => [
        { trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit 高温天气安全通知" },
        { trigger: ".o_field_widget[name=correspondent] input", run: "edit 区安委会" },
        ...step("action_register"),
        reached("registered"),
        { content: "numbered", trigger: ".oe_title .o_field_widget[name=number]:contains(1)" },
        { trigger: ".o_field_widget[name=circulation_ids] .o_field_x2many_list_row_add a", run: "click" },
        chooseRecord(".o_field_widget[name=circulation_ids] .o_selected_row [name=unit_id] input", "Community A"),
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty))" },
        { content: "one reader waits", trigger: ".o_field_widget[name=circulation_ids] .o_data_row:contains(Community A)" },
        { content: "forwarded", trigger: ".o_field_widget[name=handling] .badge" },
    ],
});

tours.add("street_safety_document_handle", {
    steps: () => [
        { content: "the reader's card", trigger: ".o_kanban_record:contains(高温天气安全通知)", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=document_id]" },
        { trigger: ".o_field_widget[name=reply] textarea", run: "edit 已通知全部网格" },
        ...press("action_done"),
        { content: "who did it", trigger: ".o_field_widget[name=done_by_id]:contains(test_cadre)" },
    ],
});

tours.add("street_safety_document_answer", {
    steps: () => [
        { content: "what the community did", trigger: ".o_field_widget[name=circulation_ids]:contains(已通知全部网格)" },
        ...step("action_answer"),
        { trigger: ".o_form_view .o_field_widget[name=answer_to_id]" },
        ...step("action_register"),
        reached("registered"),
    ],
});

// ---- the month: closed, returned, corrected, compared -------------------------------------------------------------

tours.add("street_safety_month_close", {
    steps: () => [
        { content: "the checklist", trigger: ".o_field_widget[name=gaps] .text-success" },
        ...step("action_sign"),
        ...sign(),
        reached("signed"),
        ...step("action_submit"),
        reached("submitted"),
    ],
});

tours.add("street_safety_month_return", {
    steps: () => [
        { content: "units in rows, the groups open", trigger: ".o_list_view .o_group_header" },
        { trigger: ".o_data_row .badge.text-bg-info", run: "click" },
        ...step("action_return"),
        ...because("缺一次走访"),
        reached("returned"),
    ],
});

tours.add("street_safety_month_correct", {
    steps: () => [
        { content: "why it came back", trigger: ".alert-warning:contains(缺一次走访)" },
        ...step("action_new_version"),
        reached("draft"),
        { content: "the comparison", trigger: ".o_notebook .nav-link[name=changes]", run: "click" },
        { content: "what came, in green", trigger: ".o_field_widget[name=changes] tr.table-success:contains(补录走访)" },
    ],
});

// ---- an incident on the phone --------------------------------------------------------------------------------------

tours.add("street_safety_incident_on_the_phone", {
    steps: () => [
        { trigger: ".o-kanban-button-new, .o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input, .o_field_widget[name=name] textarea", run: "edit 车间起火" },
        { trigger: ".o_field_widget[name=place] input", run: "edit 二楼" },
        { trigger: "button[name=action_report]", run: "click" },
        { content: "numbered", trigger: ".oe_title .o_field_widget[name=number]:contains(1)" },
        { content: "the report is logged", trigger: ".o_field_widget[name=log_ids] .o_kanban_record:contains(test_grid)" },
    ],
});
