import { registry } from "@web/core/registry";

import { chooseRecord, press, reached, step } from "@street_safety_base/../tests/tours/tour_helpers";

// GY-8.4.1a: a shift of the duty roster changes hands: asked for, agreed to, taken over and handed over with a note.
const tours = registry.category("web_tour.tours");

tours.add("street_safety_roster_ask", {
    steps: () => [
        { content: "my shift", trigger: ".o_kanban_record button[name=action_ask_swap]", run: "click" },
        chooseRecord(".modal .o_field_widget[name=to_id] input", "test_colleague"),
        { trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)", run: "edit 当天要去医院" },
        ...press("action_ask", ".modal"),
        { content: "asked", trigger: "body:not(:has(.modal)) .o_kanban_record" },
    ],
});

tours.add("street_safety_roster_agree", {
    steps: () => [...step("action_agree"), reached("agreed")],
});

tours.add("street_safety_roster_serve", {
    steps: () => [
        ...step("action_take_over"),
        reached("on_duty"),
        ...step("action_write_note"),
        { trigger: ".modal .o_field_widget[name=rounds] textarea", run: "edit 21:00 巡查市场街" },
        { trigger: ".modal .o_field_widget[name=note] textarea", run: "edit 东门路灯不亮，已报修" },
        ...press("action_hand_over", ".modal"),
        reached("handed_over"),
    ],
});
