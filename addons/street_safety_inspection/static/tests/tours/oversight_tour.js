import { registry } from "@web/core/registry";

import { choosePhoto, chooseRecord, press, reached, step } from "@street_safety_base/../tests/tours/tour_helpers";

// No words of the interface in the triggers: the tours run in the language of the user.
const tours = registry.category("web_tour.tours");

const fill = (name, text, inside = "") => ({
    trigger: `${inside} .o_field_widget[name=${name}] input, ${inside} .o_field_widget[name=${name}] textarea`,
    run: `edit ${text}`,
});

const choose = (name, typed, found, inside = "") =>
    chooseRecord(`${inside} .o_field_widget[name=${name}] input`, typed, found);

const confirm = () => ({ trigger: ".modal:not(:has(.o_form_view)) .modal-footer .btn-primary", run: "click" });

// ---- a draw, from the empty form to who was drawn ------------------------------------------------------------------

tours.add("street_safety_draw", {
    steps: () => [
        fill("name", "冬季人员密集场所抽查"),
        fill("number_drawn", "4"),
        { trigger: ".o_form_button_save", run: "click" },
        ...step("action_seal"),
        reached("sealed"),
        ...step("action_draw"),
        choose("witness_id", "test_head", "test_head", ".modal"),
        fill("word", "骰子 4 1 6 3", ".modal"),
        ...press("action_draw", ".modal"),
        { trigger: "body:not(:has(.modal))" },
        reached("drawn"),
        { trigger: ".o_notebook .nav-link[name=drawn]", run: "click" },
        { content: "four are drawn", trigger: ".o_field_widget[name=line_ids] .o_data_row:eq(3)" },
        { content: "the proof holds", trigger: ".o_form_view:not(:has(.alert-danger:visible))" },
    ],
});

// ---- a tip, from the giver's phone to closure ----------------------------------------------------------------------

tours.add("street_safety_tip_give", {
    steps: () => [
        { trigger: "#tip_text", run: "edit 二楼出口上锁，里面有人上班" },
        choosePhoto("#tip_photos"),
        { trigger: "#tip_place", run: "edit 二楼东侧" },
        { content: "a name is not needed; this one gives it", trigger: ".o_safety_tip_form details summary", run: "click" },
        { trigger: ".o_safety_tip_form input[name=name]", run: "edit 周无名氏" },
        { trigger: ".o_safety_tip_form input[name=phone]", run: "edit 0000-5550199" },
        { trigger: ".o_safety_tip_form button[type=submit]", run: "click", expectUnloadPage: true },
        { content: "it says thank you, with the address to follow", trigger: ".o_safety_sent input" },
        { content: "the name stands nowhere", trigger: "body:not(:contains(周无名氏))" },
    ],
});

tours.add("street_safety_tip_handle", {
    steps: () => [
        { content: "the tip waits", trigger: ".o_data_row:contains(二楼出口上锁) .o_data_cell:eq(1)", run: "click" },
        { content: "what was seen", trigger: ".o_field_widget[name=text]:contains(二楼出口上锁), .o_field_widget[name=text] textarea" },
        { content: "who gave it is not told", trigger: "body:not(:contains(周无名氏))" },
        ...step("action_hazard"),
        { content: "the hazard came of it", trigger: ".o_field_widget[name=tip_id]" },
        { content: "with the photo", trigger: ".o_field_widget[name=before_photo_ids] .o_safety_photo img" },
        choosePhoto(".o_field_widget[name=after_photo_ids] input[type=file]:not(:visible)"),
        { trigger: ".o_field_widget[name=after_photo_ids] .o_safety_photo img" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty))" },
        ...step("action_fix"),
        { content: "closed", trigger: ".o_form_view:not(:has(button[name=action_fix]))" },
        { content: "back to the tip", trigger: ".o_field_widget[name=tip_id] a, .o_field_widget[name=tip_id] .o_form_uri", run: "click" },
        fill("reply", "已到场，门锁当场拆除。"),
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty))" },
        ...step("action_answer"),
        reached("closed"),
    ],
});

tours.add("street_safety_tip_follow", {
    steps: () => [
        { content: "closed", trigger: ".o_safety_tip_state[data-state=closed]" },
        { content: "with the reply", trigger: "body:contains(门锁当场拆除)" },
    ],
});

tours.add("street_safety_tip_reporter", {
    steps: () => [
        ...step("action_reporter"),
        { content: "nothing is shown before a reason is given", trigger: ".modal:not(:contains(周无名氏))" },
        fill("reason", "发放奖励", ".modal"),
        ...press("action_show", ".modal"),
        { content: "now it shows, to the one who is named for it", trigger: ".modal .o_field_widget[name=name]:contains(周无名氏)" },
        { content: "and is called the name of a person", trigger: ".modal label:contains(姓名), .modal label:contains(Name of the person)" },
        { trigger: ".modal footer button[special=cancel]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

// ---- ZF's campaign, from the table to the returns ------------------------------------------------------------------

tours.add("street_safety_campaign_start", {
    steps: () => [
        fill("name", "三个狠抓专项行动"),
        {
            content: "for ninety days, written as every language understands it",
            trigger: ".o_field_widget[name=date_to] input",
            run: "edit +90d && press Enter",
        },
        { content: "weekly returns", trigger: ".o_field_widget[name=return_every] input[data-value=week]", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        ...step("action_take_table"),
        { content: "it says what it brings", trigger: ".modal .o_field_widget[name=summary]:contains(63)" },
        ...press("action_take", ".modal"),
        { trigger: "body:not(:has(.modal))" },
        { content: "the tasks are there, with their units", trigger: ".o_field_widget[name=task_ids] .o_data_row:contains(安委会一岗双责公示)" },
        ...step("action_start"),
        confirm(),
        reached("running"),
        { content: "what the units owe", trigger: ".oe_stat_button[name=action_open_returns]", run: "click" },
        { content: "returns of every unit", trigger: ".o_list_view .o_group_header" },
    ],
});

tours.add("street_safety_campaign_return", {
    steps: () => [
        { content: "my work asks for the return", trigger: ".o_kanban_record:contains(三个狠抓专项行动)" },
        {
            content: "one button does it",
            trigger: ".o_kanban_record:contains(“三个狠抓专项行动”) button[name=action_do]",
            run: "click",
        },
        { content: "the figures were counted", trigger: ".o_field_widget[name=return_visits]" },
        fill("return_people", "3"),
        { trigger: ".o_form_button_save", run: "click" },
        { content: "one inspection of this week", trigger: ".o_field_widget[name=return_visits]:contains(1)" },
        ...step("action_done"),
        reached("done"),
        { content: "its inspection is one tap away", trigger: "button[name=action_return_inspections]", run: "click" },
        { content: "and no other", trigger: ".o_list_view .o_data_row:only-child" },
    ],
});

// ---- the month's report, down to a record --------------------------------------------------------------------------

tours.add("street_safety_statistics", {
    steps: () => [
        { content: "the month", trigger: ".o_safety_span" },
        { content: "four were found in March", trigger: ".o_safety_sum td[data-column=general_found]:contains(4)" },
        { content: "closer: the work point", trigger: ".o_safety_twelve tbody th a:contains(First Work Point)", run: "click" },
        { content: "its communities", trigger: ".o_safety_twelve tbody th:contains(Community A)" },
        {
            content: "open what a figure counts",
            trigger: ".o_safety_twelve tr:has(th:contains(Community A)) td[data-column=general_found]",
            run: "click",
        },
        { content: "three records", trigger: ".o_list_view .o_data_row:eq(2)" },
        { content: "and not more", trigger: ".o_list_view:not(:has(.o_data_row:eq(3)))" },
        { content: "open one of them", trigger: ".o_data_row:contains(Late) .o_data_cell:eq(1)", run: "click" },
        { content: "the hazard", trigger: ".o_form_view .o_field_widget[name=enterprise_id]" },
        { content: "and back", trigger: ".breadcrumb .o_back_button a, .o_breadcrumb .o_back_button", run: "click" },
        { trigger: ".o_list_view .o_data_row" },
        { trigger: ".breadcrumb .o_back_button a, .o_breadcrumb .o_back_button", run: "click" },
        { content: "the same unit and month", trigger: ".o_safety_twelve tbody th:contains(Community A)" },
        { content: "the quarter", trigger: "button[name=quarter]", run: "click" },
        { content: "holds the hazard of February, too", trigger: ".o_safety_sum td[data-column=general_found]:contains(5)" },
        { content: "major hazards in treatment", trigger: ".o_safety_sum td[data-column=treatment]:contains(2)", run: "click" },
        { trigger: ".o_data_row:contains(Major old)" },
    ],
});

// ---- the map -------------------------------------------------------------------------------------------------------

tours.add("street_safety_map", {
    steps: () => [
        { content: "without tiles the circles stand on squared paper", trigger: ".o_safety_map_sheet:not(:has(img.leaflet-tile))" },
        { content: "two places with hazards", trigger: ".o_safety_map_hazards:eq(1)" },
        { content: "the units are named", trigger: ".o_safety_map_unit:contains(Grid A1)" },
        {
            content: "what was found in the year",
            trigger: "button[name=year]",
            run: "click",
        },
        { trigger: "button[name=year].active" },
        {
            content: "a circle opens its hazards",
            trigger: ".o_safety_map_hazards",
            run() {
                this.anchor.dispatchEvent(new MouseEvent("click", { bubbles: true }));
            },
        },
        { trigger: ".o_list_view .o_data_row" },
    ],
});

tours.add("street_safety_position", {
    steps: () => [
        { content: "the tab of the place", trigger: ".o_notebook .nav-link[name=place]", run: "click" },
        {
            content: "a click on the map sets the position",
            trigger: ".o_safety_position_map .o_safety_map_ready",
            async run() {
                await new Promise((resolve) => setTimeout(resolve, 300)); // the map has just learnt its size
                const { left, top, width, height } = this.anchor.getBoundingClientRect();
                const at = { clientX: left + width * 0.6, clientY: top + height * 0.4, bubbles: true, view: window };
                for (const type of ["mousedown", "mouseup", "click"]) {
                    this.anchor.dispatchEvent(new MouseEvent(type, at));
                }
            },
        },
        { content: "the point shows", trigger: ".o_safety_map_here" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty))" },
    ],
});

/** The two datums, against a pair of points that the published test of the approximation gives. */
tours.add("street_safety_coordinates", {
    steps: () => [
        {
            trigger: "body",
            run() {
                const { toGcj, fromGcj, projection } = odoo.loader.modules.get(
                    "@street_safety_inspection/map/coordinates"
                );
                const near = (one, other, limit) => {
                    if (Math.abs(one[0] - other[0]) > limit || Math.abs(one[1] - other[1]) > limit) {
                        throw new Error(`${one} is not ${other}`);
                    }
                };
                near(toGcj(31.1774276, 121.5272106), [31.17530398364597, 121.531541859215], 1e-7);
                near(fromGcj(31.17530398364597, 121.531541859215), [31.1774276, 121.5272106], 1e-7);
                near(toGcj(48.85, 2.35), [48.85, 2.35], 0);
                near(projection("wgs84").draw(24.9, 118.6), [24.9, 118.6], 0);
                const { draw, keep } = projection("gcj02");
                near(keep(...draw(24.9, 118.6)), [24.9, 118.6], 1e-7);
            },
        },
    ],
});
