import { registry } from "@web/core/registry";

import { chooseRecord, reached } from "@street_safety_base/../tests/tours/tour_helpers";

// No words of the interface in the triggers: the tours run in the language of the user.
const tours = registry.category("web_tour.tours");

// The first page of a fresh server takes longer than the usual ten seconds on a busy machine.
const patient = (steps) => steps.map((step) => ({ timeout: 60000, ...step }));

const tab = (name) => ({ trigger: `.o_notebook .nav-link[name=${name}]`, run: "click" });

const conclude = (row, text) => [
    {
        content: `what was said about item ${row + 1}`,
        trigger: `.o_field_widget[name=item_ids] .o_data_row:eq(${row}) td[name=conclusion]`,
        run: "click",
    },
    {
        trigger: ".o_field_widget[name=item_ids] .o_selected_row [name=conclusion] textarea",
        run: `edit ${text}`,
    },
];

const choose = (field, text) =>
    chooseRecord(`.o_field_widget[name=resolution_ids] .o_selected_row [name=${field}] input`, text);

tours.add("street_safety_consultation_minutes", {
    steps: () =>
        patient([
        {
            content: "the card of the week's consultation on My work has one button",
            trigger: ".o_safety_duty_kanban .o_kanban_record:contains(轮流研商) button[name=action_do]",
            run: "click",
        },
        { content: "with the work point in turn", trigger: ".oe_title .o_field_widget[name=name] input:value(/虚构甲工作点/)" },
        tab("guests"),
        {
            content: "who is there",
            trigger: ".o_field_widget[name=attendee_ids] .o_data_row:contains(虚构安办) button[name=action_present]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=attendee_ids] .o_data_row:contains(虚构安办):not(:has(button[name=action_present]))" },
        {
            content: "and their head, as the list says",
            trigger: ".o_field_widget[name=attendee_ids] .o_data_row:contains(虚构点长) button[name=action_present]",
            run: "click",
        },
        { trigger: ".o_form_statusbar button[name=action_hold]", run: "click" },
        reached("held"),
        tab("items"),
        ...conclude(0, "形势平稳"),
        ...conclude(1, "三处堆物待清"),
        tab("resolutions"),
        {
            content: "what is resolved, with owner",
            trigger: ".o_field_widget[name=resolution_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=resolution_ids] .o_selected_row [name=name] input",
            run: "edit 清理楼道堆物",
        },
        choose("unit_id", "虚构甲工作点"),
        choose("user_id", "虚构点长"),
        { trigger: ".o_form_statusbar button[name=action_minute]", run: "click" },
        reached("minuted"),
        ]),
});

tours.add("street_safety_resolution_carried_out", {
    steps: () =>
        patient([
        {
            content: "the resolution waits on the start page",
            trigger: ".o_safety_my_work [data-group=do] button",
            run: "click",
        },
        { trigger: ".o_data_row:contains(清理楼道堆物) td[name=name], .o_kanban_record:contains(清理楼道堆物)", run: "click" },
        { trigger: ".o_field_widget[name=report] textarea", run: "edit 楼道已全部清空" },
        { trigger: ".o_form_statusbar button[name=action_done]", run: "click" },
        reached("done"),
        ]),
});

tours.add("street_safety_resolution_closed", {
    steps: () =>
        patient([
        {
            content: "it comes back at the next meeting, reported done",
            trigger: ".o_notebook .nav-link[name=pending]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=pending_ids] .o_data_row:contains(清理楼道堆物) button[name=action_close]",
            run: "click",
        },
        { content: "closed: nothing comes back any more", trigger: ".o_form_view:not(:has(.nav-link[name=pending]))" },
        ]),
});

// The morning of a grid member, on the phone.
tours.add("street_safety_morning", {
    steps: () =>
        patient([
        { content: "who and which day", trigger: ".o_safety_my_work h2:contains(虚构网格员)" },
        {
            content: "what is overdue, by one tap",
            trigger: ".o_safety_my_work button[data-filter=overdue]",
            run: "click",
        },
        { trigger: ".o_safety_my_work button[data-filter=overdue].btn-primary" },
        { content: "only that", trigger: ".o_kanban_renderer:not(:has(.o_kanban_record:contains(今日宣传)))" },
        { trigger: ".o_safety_my_work button[data-filter=overdue]", run: "click" },
        { content: "nothing to approve is said", trigger: ".o_safety_my_work button[data-filter=approve]", run: "click" },
        { trigger: ".o_safety_my_work button[data-filter=approve].btn-primary" },
        {
            content: "the meeting begins: signed in by one tap",
            trigger: ".o_safety_my_meetings button[name=sign_in]",
            run: "click",
        },
        { trigger: ".o_safety_my_meetings .badge.text-bg-success" },
        {
            content: "then the work: one button on the card",
            trigger: ".o_kanban_record:contains(今日宣传) button[name=action_do]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=guests] input, .o_field_widget[name=guests] textarea", run: "edit 居民三人" },
        { trigger: ".o_form_statusbar button[name=action_done]", run: "click" },
        { content: "done: its button is gone", trigger: ".o_form_view:not(:has(.o_form_statusbar button[name=action_done]))" },
        ]),
});
