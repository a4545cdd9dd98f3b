import { registry } from "@web/core/registry";

import { chooseRecord, openMenu } from "@street_safety_base/../tests/tours/tour_helpers";

// GY-7.2a: a scheme with three grades written by the office in the browser, without code, and units appraised by it.
const field = (name, inside) => `${inside} .o_field_widget[name=${name}]`;
const write = (name, text, inside = ".o_form_view") => ({
    content: `${name}: ${text}`,
    trigger: `${field(name, inside)} :is(input:not([type=radio]), textarea)`,
    run: `edit ${text}`,
});
const choose = (name, text, inside = ".o_form_view", shown) => chooseRecord(`${field(name, inside)} input`, text, shown);
const radio = (name, value, inside) => ({
    trigger: `${field(name, inside)} input[data-value=${value}]`,
    run: "click",
});
const addTo = (name) => ({
    content: `add to ${name}`,
    trigger: `${field(name, ".o_form_view")} .o_field_x2many_list_row_add :is(a, button)`,
    run: "click",
});
const DIALOG = ".modal .o_form_view";
const saveLine = (count) => [
    { trigger: ".modal .o_form_button_save", run: "click" },
    { trigger: `body:not(:has(.modal)) ${field("indicator_ids", "")} .o_data_row:eq(${count - 1})` },
];
const grade = (row, name, minimum, failing) => {
    const line = `${field("grade_ids", ".o_form_view")} .o_data_row:nth-child(${row}).o_selected_row`;
    return [
        addTo("grade_ids"),
        write("name", name, line),
        write("minimum", minimum, line),
        ...(failing ? [{ trigger: `${field("is_failing", line)} input`, run: "check" }] : []),
    ];
};

registry.category("web_tour.tours").add("street_safety_scheme_in_the_browser", {
    steps: () => [
        ...openMenu(
            "street_safety_base.menu_street_safety_configuration",
            "street_safety_accountability.safety_appraisal_scheme_menu"
        ),
        { trigger: ".o_list_button_add", run: "click" },
        write("name", "三等次考核"),
        choose("unit_type_id", "社区"),

        addTo("indicator_ids"),
        write("name", "综合评定", DIALOG),
        write("section", "一、综合", DIALOG),
        write("weight", "60", DIALOG),
        ...saveLine(1),

        addTo("indicator_ids"),
        write("name", "按时履职", DIALOG),
        write("section", "二、履职", DIALOG),
        radio("kind", "count", DIALOG),
        write("weight", "40", DIALOG),
        write("deduction_each", "2", DIALOG),
        choose("model_id", "safety.duty", DIALOG, "任务"),
        { content: "which of them: a rule", trigger: `${field("domain", DIALOG)} .o_tree_editor_row > a`, run: "click" },
        { trigger: `${field("domain", DIALOG)} .o_tree_editor_condition .o_model_field_selector`, run: "click" },
        { trigger: ".o_model_field_selector_popover_search input", run: "edit state" },
        { trigger: ".o_model_field_selector_popover_item[data-name=state] button", run: "click" },
        {
            trigger: `${field("domain", DIALOG)} .o_tree_editor_condition > .o_tree_editor_editor:nth-child(3) select`,
            run: "selectByLabel 未履行",
        },
        choose("date_field_id", "最后期限", DIALOG),
        choose("unit_field_id", "所属单位", DIALOG),
        ...saveLine(2),

        { trigger: ".o_notebook [name=grades]", run: "click" },
        ...grade(1, "先进", "90"),
        ...grade(2, "达标", "60"),
        ...grade(3, "不达标", "0", true),
        { trigger: ".o_form_button_save", run: "click" },
        { content: "kept", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))" },
        { trigger: ".o_statusbar_buttons button[name=action_run]", run: "click" },
        { trigger: ".modal button[name=action_run]", run: "click" },
        { content: "each community is appraised", trigger: "body:not(:has(.modal)) .o_data_row:contains(社区)" },
        { trigger: ".o_data_row:contains(社区):first .o_data_cell[name=unit_id]", run: "click" },
        {
            content: "the sheet says in words how each mark comes about",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(按时履职)",
        },
    ],
});
