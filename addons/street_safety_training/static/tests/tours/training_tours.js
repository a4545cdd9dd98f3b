import { registry } from "@web/core/registry";

import { press, step } from "@street_safety_base/../tests/tours/tour_helpers";

// No words of the interface in the triggers: the tours run in the language of the user.
const tours = registry.category("web_tour.tours");

tours.add("street_safety_roster_ask_swap", {
    steps: () => [
        { content: "my shift", trigger: ".o_kanban_record button[name='action_ask_swap']", run: "click" },
        { trigger: ".modal .o_field_widget[name=to_id] input", run: "edit 虚构同事" },
        { trigger: ".o-autocomplete--dropdown-item a:not(:has(.fa-spin)):contains(虚构同事)", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit 家中有急事" },
        ...press("action_ask", ".modal"),
        { trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("street_safety_roster_agree_swap", {
    steps: () => [
        { content: "what I am asked", trigger: ".o_data_row button[name='action_agree']", run: "click" },
        { content: "answered", trigger: ".o_list_view:not(:has(button[name='action_agree']))" },
    ],
});

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
