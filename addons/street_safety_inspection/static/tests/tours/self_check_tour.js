import { registry } from "@web/core/registry";

const answer = (item, result) => ({
    content: `${item}: ${result}`,
    trigger: `.o_safety_check_item:contains(${item}) label[for$=_${result}]`,
    run: "click",
});

// No words of the interface in the triggers: the tour runs in the language of the user.
registry.category("web_tour.tours").add("street_safety_self_check", {
    steps: () => [
        {
            trigger: ".o_portal_index_card:not(.d-none) a[href='/my/enterprises']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_safety_self_check", run: "click", expectUnloadPage: true },
        {
            content: "nothing is ticked beforehand",
            trigger: ".o_safety_self_check_form:not(:has(input[type=radio]:checked))",
        },
        answer("Exit free", "conform"),
        answer("Power", "not"),
        {
            content: "only what is wrong needs words",
            trigger: ".o_safety_check_item:contains(Power) textarea:visible",
            run: "edit Cable burnt",
        },
        answer("Gas shut", "na"),
        { trigger: ".o_safety_self_check_form button[type=submit]", run: "click", expectUnloadPage: true },
        { trigger: ".o_safety_check_done" },
    ],
});
