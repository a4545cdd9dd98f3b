import { registry } from "@web/core/registry";

import { because, choosePhoto, chooseRecord, press, reached, sign, step } from "@street_safety_base/../tests/tours/tour_helpers";

// No words of the interface in the triggers: the tours run in the language of the user.
const tours = registry.category("web_tour.tours");

// ---- on the phone: the enterprise answers, staff take over, another inspector accepts -----------------------------------

/** The browser's own calendar is not for tours. */
const chooseDay = (trigger, day) => ({
    trigger,
    run() {
        this.anchor.value = day;
        this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
    },
});

const send = (kind, text, number, ...more) => [
    { trigger: ".o_safety_answer_form select[name=kind]", run: `select ${kind}` },
    ...more,
    { trigger: ".o_safety_answer_form textarea[name=text]", run: `edit ${text}` },
    { trigger: ".o_safety_answer_form input[name=sender]", run: "edit 陈武" },
    { trigger: ".o_safety_answer_form button[type=submit]", run: "click", expectUnloadPage: true },
    { content: "it says thank you", trigger: ".o_safety_sent" },
    { content: "and lists what was sent", trigger: `.o_safety_answer_row:eq(${number - 1}):contains(${text})` },
];

tours.add("street_safety_answer_by_link", {
    steps: () => [
        {
            content: "without an account: its hazards, with the days that are left",
            trigger: ".o_safety_hazard_card:contains(Exit)",
            run: "click",
            expectUnloadPage: true,
        },
        ...send("plan", "先清走货物，再换门锁", 1),
        ...send("extension", "新门锁月底到货", 1, chooseDay("input[name=date_until]", "2026-03-25")),
        ...send("rectified", "通道已清空，门锁已更换", 1, choosePhoto("#answer_files")),
        { content: "all three stand there", trigger: ".o_safety_answer_row:eq(2)" },
    ],
});

const takeOver = (text) => [
    { trigger: `.o_kanban_record:contains(${text})`, run: "click" },
    ...step("action_accept"),
    { content: "taken over", trigger: ".o_form_view:not(:has(button[name=action_accept]))" },
    { content: "back to what still waits", trigger: ".o_back_button a, .o_breadcrumb .o_back_button", run: "click" },
    { trigger: `.o_kanban_view:not(:contains(${text}))` },
];

tours.add("street_safety_answers_plan", {
    steps: () => [...takeOver("先清走货物"), ...takeOver("新门锁月底到货")],
});

tours.add("street_safety_answers_grant", {
    steps: () => [
        { content: "why more time is asked for", trigger: ".alert-warning:contains(新门锁月底到货)" },
        ...step("action_grant"),
        { trigger: ".o_form_view:not(:has(button[name=action_grant]))" },
    ],
});

tours.add("street_safety_answers_rectified", { steps: () => takeOver("通道已清空") });

tours.add("street_safety_accept_signed", {
    steps: () => [
        { content: "what the enterprise did", trigger: ".o_field_widget[name=after_photo_ids] .o_safety_photo img" },
        ...step("action_accept"),
        ...sign(),
        ...step("action_close"),
        { content: "closed", trigger: ".o_form_view:not(:has(button[name=action_close]))" },
        { content: "nothing to change any more", trigger: ".o_field_widget[name=after_photo_ids]:not(:has(input[type=file]))" },
    ],
});

// ---- at the desk: a major hazard from its report to its delisting --------------------------------------------------------

const fill = (name, text) => ({
    trigger: `.o_field_widget[name=${name}] input, .o_field_widget[name=${name}] textarea`,
    run: `edit ${text}`,
});

tours.add("street_safety_major_report", {
    steps: () => [
        fill("name", "二楼唯一出口上锁"),
        { content: "nobody knows yet how serious", trigger: "input[type=radio][data-value=undetermined]", run: "click" },
        chooseRecord(".o_field_widget[name=enterprise_id] input", "Sewing", "Sewing Ltd"),
        { trigger: ".o_form_button_save", run: "click" },
        ...step("action_ask"),
        reached("assessing", "step"),
    ],
});

tours.add("street_safety_major_assess", {
    steps: () => [
        ...step("action_assess"),
        {
            content: "one criterion is met: a tap on the cell ticks it",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:first td[name=is_met]",
            run: "click",
        },
        { content: "so it is major", trigger: ".modal .o_field_widget[name=severity] .text-bg-danger" },
        { trigger: ".modal .o_field_widget[name=reasons] textarea", run: "edit 现场看到唯一出口上锁" },
        ...press("action_confirm", ".modal"),
        { trigger: "body:not(:has(.modal))" },
        reached("reported", "step"),
    ],
});

const card = (kind) => `.o_field_widget[name=element_ids] .o_kanban_record:eq(${kind})`;

/** One of the five cards: what is settled, and a photo that proves it. */
const element = (number, name, value) => [
    { content: `element ${number}`, trigger: card(number), run: "click" },
    { trigger: `.modal .o_field_widget[name=${name}] input, .modal .o_field_widget[name=${name}] textarea`, run: `edit ${value}` },
    choosePhoto(".modal .o_field_widget[name=evidence_ids] input[type=file]:not(:visible)"),
    { trigger: ".modal .o_field_widget[name=evidence_ids] .o_safety_photo img" },
    { trigger: ".modal .o_form_button_save, .modal footer .btn-primary", run: "click" },
    { trigger: "body:not(:has(.modal))" },
    { trigger: `${card(number)}:has(.text-bg-success)` },
];

tours.add("street_safety_major_elements", {
    steps: () => [
        fill("suspension", "二楼停业"),
        fill("equipment_stopped", "缝纫线断电"),
        fill("people_withdrawn", "十二人撤离"),
        ...element(0, "text", "厂长负责"),
        ...element(1, "text", "拆锁并加第二出口"),
        ...element(2, "amount", "36000"),
        ...element(3, "date", "2026-09-30"),
        ...element(4, "text", "应急小组值守"),
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty))" },
        ...step("action_order"),
        { content: "next is the report form", trigger: ".o_statusbar_buttons button[name=action_form]" },
        reached("verify", "step"),
    ],
});

// The report form goes from hand to hand; each of them opens it from the hazard.
const openForm = () => [
    ...step("action_form"),
    { content: "the report form", trigger: ".o_form_view .o_field_widget[name=sealed]" },
];

tours.add("street_safety_major_form_verify", {
    steps: () => [
        ...openForm(),
        fill("verification", "现场：出口上锁，货物堆放"),
        choosePhoto(".o_field_widget[name=photo_ids] input[type=file]:not(:visible)"),
        { trigger: ".o_field_widget[name=photo_ids] .o_safety_photo img" },
        ...step("action_verify"),
        reached("verified"),
    ],
});

tours.add("street_safety_major_form_sign_first", {
    steps: () => [
        ...openForm(),
        ...step("action_sign"),
        ...sign(),
        { trigger: "body:not(:has(.modal))" },
        { content: "one signature", trigger: "a[name=signatures]", run: "click" },
        { trigger: ".o_field_widget[name=signature_ids] .o_data_row img" },
        { content: "one is not enough", trigger: ".o_statusbar_buttons button[name=action_signed]", run: "click" },
        { content: "it says what is missing", trigger: ".modal .o_error_dialog, .modal[role=alertdialog], .modal.o_technical_modal" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        reached("verified"),
    ],
});

tours.add("street_safety_major_form_sign_second", {
    steps: () => [
        ...openForm(),
        ...step("action_sign"),
        ...sign(),
        { trigger: "body:not(:has(.modal))" },
        { content: "the seal is on", trigger: ".o_field_widget[name=sealed] input", run: "click" },
        ...step("action_signed"),
        reached("signed"),
        { content: "closed to changes", trigger: ".o_field_widget[name=sealed] input:disabled" },
    ],
});

tours.add("street_safety_major_form_review", {
    steps: () => [...openForm(), ...step("action_review"), ...because("同意，挂牌督办"), reached("reviewed")],
});

tours.add("street_safety_major_form_receive", {
    steps: () => [...openForm(), ...step("action_receive"), reached("received")],
});

tours.add("street_safety_major_list", {
    steps: () => [
        { content: "the form has passed its steps", trigger: ".o_statusbar_buttons button[name=action_listing]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=plan_due]" },
        fill("reason", "唯一出口上锁，人员密集"),
        ...step("action_list"),
        ...sign(),
        reached("listed"),
        { content: "the notice has its number", trigger: ".oe_title .o_field_widget[name=number]:contains(街安督)" },
    ],
});

tours.add("street_safety_major_progress", {
    steps: () => [
        { content: "a quarter has passed", trigger: ".alert-warning .o_field_widget[name=next_progress_on]" },
        ...step("action_progress"),
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "edit 第二出口已开工" },
        ...press("action_confirm", ".modal"),
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_field_widget[name=progress_ids] .o_data_row:contains(第二出口已开工)" },
    ],
});

tours.add("street_safety_major_submit", {
    steps: () => [
        choosePhoto(".o_field_widget[name=after_photo_ids] input[type=file]:not(:visible)"),
        { trigger: ".o_field_widget[name=after_photo_ids] .o_safety_photo img" },
        fill("rectification_note", "已拆锁，第二出口启用"),
        ...step("action_submit"),
        reached("submitted", "step"),
    ],
});

tours.add("street_safety_major_accept", {
    steps: () => [
        ...step("action_accept"),
        reached("accepted", "step"),
        ...step("action_close"),
        reached("closed", "step"),
        { content: "the listing", trigger: ".o-form-buttonbox button[name=action_listing]", run: "click" },
        reached("delisted"),
    ],
});
