import { registry } from "@web/core/registry";

import { choosePhoto } from "@street_safety_base/../tests/tours/tour_helpers";

// No words of the interface in the triggers: the tour runs in the language of the user.
registry.category("web_tour.tours").add("street_safety_portal_propose", {
    steps: () => [
        {
            content: "the card of the start page",
            trigger: ".o_portal_index_card:not(.d-none) a[href='/my/enterprises']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the only enterprise opens at once",
            trigger: ".o_safety_correct",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "input[name=phone]", run: "edit 0000-8800001" },
        choosePhoto("#safety_files"),
        { trigger: ".o_safety_correct_form button[type=submit]", run: "click", expectUnloadPage: true },
        { trigger: ".o_safety_sent" },
        { content: "it stands in the list", trigger: ".o_safety_correction:contains(0000-8800001)" },
    ],
});

registry.category("web_tour.tours").add("street_safety_portal_accept", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(晨光制鞋厂)", run: "click" },
        { content: "old and new side by side", trigger: ".o_field_one2many:contains(0000-8812345):contains(0000-8800001)" },
        { trigger: "button[name=action_accept]", run: "click" },
        { content: "closed", trigger: ".o_form_view:not(:has(button[name=action_accept]))" },
    ],
});
