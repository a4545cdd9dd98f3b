import { registry } from "@web/core/registry";

// No words of the interface in the triggers: the tours run in the language of the user.
const tours = registry.category("web_tour.tours");

const press = (name, inside = ".o_form_view") => [
    { content: `press ${name}`, trigger: `${inside} button[name='${name}']:enabled`, run: "click" },
];

/** A button of the form's head: on a phone it may hide behind the cogwheel of the status bar. */
const step = (name) => press(name, ".o_statusbar_buttons");

const status = (value) => ({
    content: `it is now ${value}`,
    trigger: `.o_field_widget[name=state] [aria-checked=true][data-value=${value}]`,
});

/** A stroke of a finger from one corner of the pad to the other. */
async function draw(canvas) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const touch = (type, at, buttons = 1) =>
        canvas.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                cancelable: true,
                pointerId: 1,
                pointerType: "touch",
                isPrimary: true,
                button: 0,
                buttons,
                pressure: 0.5,
                clientX: left + width * at,
                clientY: top + height * (0.3 + 0.4 * Math.abs(Math.sin(9 * at))),
            })
        );
    touch("pointerdown", 0.2);
    for (let at = 0.25; at < 0.8; at += 0.05) {
        touch("pointermove", at);
        await new Promise((resolve) => setTimeout(resolve, 20)); // the pad takes no faster finger
    }
    touch("pointerup", 0.8, 0);
}

const stroke = () => [
    { content: "the box to sign in", trigger: ".modal .o_field_widget[name=image] .o_signature", run: "click" },
    {
        content: "sign",
        trigger: ".modal canvas.o_web_sign_signature",
        async run() {
            await draw(this.anchor);
        },
    },
    { trigger: ".modal:has(canvas) footer .btn-primary:enabled", run: "click" },
    { content: "the signature shows", trigger: ".modal .o_field_widget[name=image] img.o_signature" },
    { trigger: ".modal button[name=action_sign]", run: "click" },
];

const because = (text) => [
    { trigger: ".modal .o_field_widget[name=reason] textarea", run: `edit ${text}` },
    { trigger: ".modal button[name='action_confirm']", run: "click" },
    { trigger: "body:not(:has(.modal))" },
];

// ---- a document: in, circulated, answered --------------------------------------------------------------------------

tours.add("street_safety_document_in", {
    steps: () => [
        { trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit 高温天气安全通知" },
        { trigger: ".o_field_widget[name=correspondent] input", run: "edit 区安委会" },
        ...step("action_register"),
        status("registered"),
        { content: "numbered", trigger: ".oe_title .o_field_widget[name=number]:contains(1)" },
        { trigger: ".o_field_widget[name=circulation_ids] .o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".o_field_widget[name=circulation_ids] .o_selected_row [name=unit_id] input", run: "edit Community A" },
        { trigger: ".o-autocomplete--dropdown-item a:contains(Community A)", run: "click" },
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
        status("registered"),
    ],
});

// ---- the month: closed, returned, corrected, compared -------------------------------------------------------------

tours.add("street_safety_month_close", {
    steps: () => [
        { content: "the checklist", trigger: ".o_field_widget[name=gaps] .text-success" },
        ...step("action_sign"),
        ...stroke(),
        status("signed"),
        ...step("action_submit"),
        status("submitted"),
    ],
});

tours.add("street_safety_month_return", {
    steps: () => [
        { content: "units in rows, the groups open", trigger: ".o_list_view .o_group_header" },
        { trigger: ".o_data_row .badge.text-bg-info", run: "click" },
        ...step("action_return"),
        ...because("缺一次走访"),
        status("returned"),
    ],
});

tours.add("street_safety_month_correct", {
    steps: () => [
        { content: "why it came back", trigger: ".alert-warning:contains(缺一次走访)" },
        ...step("action_new_version"),
        status("draft"),
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
