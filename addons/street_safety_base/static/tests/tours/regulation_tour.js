import { registry } from "@web/core/registry";
import { chooseRecord } from "@street_safety_base/../tests/tours/tour_helpers";

// No words of the interface in the triggers: only the names that the test gives to its own data.
const tours = registry.category("web_tour.tours");
const { DateTime } = luxon;

const fill = (field, value) => ({
    content: `${field}: ${value}`,
    trigger: `.o_form_view .o_field_widget[name=${field}] .o_input:visible`,
    run: `edit ${value} && press Tab`,
});

/** Choose the entry of a selection by its place. */
const pick = (field, place) => [
    { trigger: `.o_form_view .o_field_widget[name=${field}] .o_select_menu_toggler`, run: "click" },
    { trigger: `.o_select_menu_item[data-choice-index='${place}']`, run: "click" },
];

/** Choose a record: what is typed, and the name it then has in the list. */
const link = (field, typed, name) => chooseRecord(`.o_form_view .o_field_widget[name=${field}] input`, typed, name);

const start = (name, kind, unitType, post) => [
    { content: `a new rule: ${name}`, trigger: ".o_list_button_add, .o_form_button_create", run: "click" },
    { content: "still open", trigger: ".o_field_widget[name=summary]:contains(…)" },
    fill("name", name),
    link("kind_id", kind),
    link("unit_type_id", unitType),
    link("post_ids", post),
];

const save = () => [
    { trigger: ".o_form_button_save:enabled", run: "click" },
    { content: "saved", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))" },
];

const says = (text) => ({ content: "the sentence", trigger: `.o_field_widget[name=summary]:contains(${text})` });

tours.add("street_safety_build_regulation", {
    steps: () => [
        { content: "a new regulation", trigger: ".o_list_button_add", run: "click" },
        fill("name", "虚构街道试行办法"),
        fill("code", "XGJD"),
        fill("date_from", DateTime.now().startOf("month").toISODate()),
        ...save(),
        { content: "its rules", trigger: "button[name=action_open_rules]", run: "click" },

        // By the calendar, half of the enterprises.
        ...start("走访半数企业", "虚构走访", "虚构社区类", "虚构干部"),
        ...pick("coverage", 2),
        fill("coverage_percent", "50"),
        says("50"),
        { content: "next dates", trigger: ".o_field_widget[name=next_dates]:contains(-)" },
        { content: "two seats", trigger: ".o_field_widget[name=seat_count]:contains(2)" },
        ...save(),

        // In rotation, every week.
        ...start("每周轮流上门", "虚构走访", "虚构工作点类", "虚构点长"),
        ...pick("period_unit", 1),
        { content: "every week", trigger: ".o_field_widget[name=load_month]:contains(4.)" },
        link("rotation_type_id", "虚构社区类"),
        says("虚构社区类"),
        ...save(),

        // Caused by a record: an enterprise that came in.
        ...start("三日内上门", "虚构走访", "虚构社区类", "虚构干部"),
        ...pick("cause", 1),
        says("…"),
        link("cause_model_id", "safety.enterprise", "企业"),
        says("企业"),
        link("cause_date_field_id", "虚构进入日"),
        says("虚构进入日"),
        link("cause_unit_field_id", "虚构所在单位"),
        fill("offset_to", "3"),
        { trigger: ".o_field_widget[name=evidence_linked] input:checked", run: "click" },
        says("3"),
        ...save(),

        // Standing: somebody must have held a talk within a year.
        ...start("一年内须有座谈", "虚构座谈", "虚构社区类", "虚构干部"),
        ...pick("cause", 2),
        fill("standing_months", "12"),
        ...save(),

        // Back to the regulation: simulate, then put in force.
        { trigger: ".breadcrumb-item a:contains(虚构街道试行办法), .o_back_button", run: "click" },
        { content: "four rules", trigger: ".o_field_widget[name=rule_ids] .o_data_row:eq(3)" },
        { trigger: "button[name=action_simulate]", run: "click" },
        { content: "the load as a graph", trigger: ".o_graph_view canvas" },
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        { content: "and as a table", trigger: ".o_pivot_view th:contains(虚构干部)" },
        { trigger: ".breadcrumb-item a:contains(虚构街道试行办法), .o_back_button", run: "click" },
        { trigger: "button[name=action_adopt]", run: "click" },
        { content: "in force", trigger: ".o_field_widget[name=state] [aria-checked=true][data-value=in_force]" },
    ],
});
