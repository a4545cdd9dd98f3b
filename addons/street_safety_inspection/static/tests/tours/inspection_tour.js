import { registry } from "@web/core/registry";

const RED_DOT =
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";

function takePhoto(scope) {
    return {
        content: "take a photo, before anything is saved",
        trigger: `${scope} input[type=file]:not(:visible)`,
        run() {
            const bytes = Uint8Array.from(atob(RED_DOT), (character) => character.charCodeAt(0));
            const files = new DataTransfer();
            files.items.add(new File([bytes], "photo.png", { type: "image/png" }));
            this.anchor.files = files.files;
            this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    };
}

const answer = (item, result) => ({
    content: `${item}: ${result}`,
    trigger: `.o_safety_answer:contains(${item}) [data-result=${result}]`,
    run: "click",
});

// No words of the interface in the triggers: the tour runs in the language of the user.
registry.category("web_tour.tours").add("street_safety_inspection_on_the_phone", {
    steps: () => [
        { content: "one tap on the enterprise", trigger: "button[name=action_start_inspection]", run: "click" },
        { content: "the checklist is there", trigger: ".o_safety_progress:contains(0/3)" },
        answer("Exit open", "conform"),
        answer("Exit lit", "not"),
        {
            content: "say what is wrong",
            trigger: ".o_safety_finding textarea",
            run: "edit Lamp broken",
        },
        takePhoto(".o_safety_finding"),
        { content: "the photo shows", trigger: ".o_safety_finding .o_safety_photo img" },
        { content: "what was typed is still there", trigger: ".o_safety_finding textarea:value(Lamp broken)" },
        answer("Wires in tubes", "na"),
        { content: "the finding stands above", trigger: ".o_safety_chips:contains(Lamp broken)" },
        { content: "all answered", trigger: ".o_safety_progress:contains(3/3)" },
        {
            content: "something that no checklist knows",
            trigger: ".o_safety_add",
            run: "click",
        },
        { trigger: ".o_safety_answer input.form-control[type=text]", run: "edit Loose dog" },
        {
            content: "finish at the end of the list",
            trigger: ".o_form_sheet button[name=action_done]",
            run: "click",
        },
        { content: "done, and nothing to change any more", trigger: ".o_safety_answers:not(:has(.o_safety_choices))" },
    ],
});
