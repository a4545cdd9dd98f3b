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
