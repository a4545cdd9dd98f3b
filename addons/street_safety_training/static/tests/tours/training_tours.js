import { registry } from "@web/core/registry";

import { step } from "@street_safety_base/../tests/tours/tour_helpers";

// No words of the interface in the triggers: the tours run in the language of the user.
const tours = registry.category("web_tour.tours");

tours.add("street_safety_certificate_renew", {
    steps: () => [
        ...step("action_renew"),
        { content: "a new one", trigger: ".o_form_view:not(:has(.o_statusbar_buttons button[name='action_renew']))" },
        { trigger: ".o_field_widget[name=date_issue] input, .o_field_widget[name=date_issue] button", run: "click" },
        { trigger: ".o_datetime_picker .o_today", run: "click" },
        { trigger: ".o_form_button_save:enabled", run: "click" },
        { content: "it holds", trigger: ".o_form_saved .o_field_widget[name=state] .text-bg-success" },
    ],
});

// The stock widget says 下个月 or 2个月后 of what ends in forty days; by the browser's clock it may be thirty-nine or forty-one.
tours.add("street_safety_certificate_days_left", {
    steps: () => [{ content: "days, not months", trigger: ".o_data_row td[name=valid_until]:contains(/^(39|40|41)天后$/)" }],
});

// The first page of a fresh server takes longer than the usual ten seconds on a busy machine.
const patient = (steps) => steps.map((one) => ({ timeout: 60000, ...one }));

tours.add("street_safety_training_plan", {
    steps: () =>
        patient([
            { content: "the duty's button opens a new session", trigger: "button[name=action_do]", run: "click" },
            { trigger: ".oe_title .o_field_widget[name=name] input", run: "edit 专家培训：燃气安全" },
            {
                content: "the programme's exam comes along",
                trigger: ".o_field_widget[name=survey_id] input:value(/Safe use of gas/)",
            },
            { trigger: ".o_field_widget[name=date_start] input, .o_field_widget[name=date_start] button", run: "click" },
            { trigger: ".o_datetime_picker .o_today", run: "click" },
            { trigger: ".o_field_widget[name=place] input", run: "edit 三楼会议室" },
            { trigger: ".o_form_button_save:enabled", run: "click" },
            { trigger: ".o_form_saved button[name=action_fill_audience]", run: "click" },
            { content: "two are invited", trigger: ".o_field_widget[name=attendee_ids] .o_data_row:eq(1)" },
        ]),
});

tours.add("street_safety_training_sign_in", {
    steps: () =>
        patient([
            { trigger: ".o_safety_sign_in button[type=submit]", run: "click", expectUnloadPage: true },
            { trigger: ".o_safety_signed_in" },
            { trigger: ".o_safety_exam", run: "click", expectUnloadPage: true },
            { content: "the exam begins", trigger: ".o_survey_form button[type=submit]", run: "click" },
            { trigger: ".js_question-wrapper:eq(0) .o_survey_choice_btn:contains(Right)", run: "click" },
            { trigger: ".js_question-wrapper:eq(1) .o_survey_choice_btn:contains(Right)", run: "click" },
            { trigger: ".o_survey_form button[type=submit][value=finish]", run: "click" },
            { content: "sure", trigger: ".modal .modal-footer .btn-primary", run: "click" },
            { content: "handed in and passed", trigger: ".o_survey_finished h1:contains(100)" },
        ]),
});

tours.add("street_safety_training_rate", {
    steps: () =>
        patient([
            { content: "the certificate is there", trigger: "a[href*='/street-safety/training/certificate/']" },
            { trigger: ".o_safety_rate #star_4", run: "click" },
            { trigger: ".o_safety_rate button[type=submit]", run: "click", expectUnloadPage: true },
            { trigger: ".o_safety_rate .text-success" },
        ]),
});

tours.add("street_safety_training_complete", {
    steps: () =>
        patient([
            {
                content: "who passed, with the score",
                trigger: ".o_field_widget[name=attendee_ids] .o_data_row .text-bg-success",
            },
            { trigger: "button[name=action_hold]", run: "click" },
            { trigger: ".modal .btn-primary", run: "click" },
            { content: "it counts", trigger: ".o_field_widget[name=state] .o_arrow_button_current[data-value=held]" },
        ]),
});
