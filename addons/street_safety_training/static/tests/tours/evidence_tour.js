import { registry } from "@web/core/registry";

import { choosePhoto } from "@street_safety_base/../tests/tours/tour_helpers";

// From the task of the safety manager to the certificate that counts.
registry.category("web_tour.tours").add("street_safety_portal_evidence", {
    steps: () => [
        {
            trigger: ".o_portal_index_card:not(.d-none) a[href='/my/enterprises']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the task leads to the form, where it is chosen already",
            trigger: ".o_safety_task a[href*='evidence=certificate']:first",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "details[open] input[name=certificate_holder]", run: "edit 王小明" },
        { trigger: "input[name=certificate_number]", run: "edit AQ-2026-0815" },
        {
            trigger: "input[name=certificate_date]",
            run() {
                this.anchor.value = new Date(Date.now() - 30 * 86400000).toISOString().slice(0, 10);
            },
        },
        choosePhoto("#safety_files"),
        { trigger: ".o_safety_correct_form button[type=submit]", run: "click", expectUnloadPage: true },
        { trigger: ".o_safety_sent" },
        { trigger: ".o_safety_correction:contains(王小明)" },
    ],
});

registry.category("web_tour.tours").add("street_safety_portal_evidence_accepted", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(王小明)", run: "click" },
        { trigger: ".o_field_widget[name=certificate_number]:contains(AQ-2026-0815)" },
        { trigger: "button[name=action_accept]", run: "click" },
        { content: "closed", trigger: ".o_form_view:not(:has(button[name=action_accept]))" },
    ],
});
