import { registry } from "@web/core/registry";

import { choosePhoto, chooseRecord, press, reached, step } from "@street_safety_base/../tests/tours/tour_helpers";

// XT-4.2d: a community's drills of the year, planned, held, evaluated and followed up in the browser.
const tours = registry.category("web_tour.tours");

const field = (name, inside = ".o_form_view") => `${inside} .o_field_widget[name=${name}]`;
const write = (name, text, inside) => ({
    content: `${name}: ${text}`,
    trigger: `${field(name, inside)} :is(input:not([type=radio]), textarea)`,
    run: `edit ${text}`,
});
const choose = (name, text, inside) => chooseRecord(`${field(name, inside)} input`, text);

const plan = (type, enterprise) => [
    write("name", `${type} ${enterprise}`),
    choose("type_id", type),
    { content: "the cadre's community", trigger: `${field("unit_id")} input:value(Community A)` },
    write("date_start", "-1d"),
    choose("enterprise_ids", enterprise),
    { trigger: `${field("enterprise_ids")} .o_tag:contains(${enterprise})` },
    write("head_count", "25"),
    { trigger: ".o_form_button_save:enabled", run: "click" },
    { trigger: ".o_form_saved" },
];

const hold = () => [
    { trigger: ".o_notebook [name=log]", run: "click" },
    { trigger: `${field("log_ids")} .o_field_x2many_list_row_add a`, run: "click" },
    write("moment", "-1d", ".o_selected_row"),
    write("name", "拉响警报，人员撤离到集合点", ".o_selected_row"),
    { trigger: ".o_notebook [name=findings]", run: "click" },
    choosePhoto(`${field("photo_ids")} input[type=file]:not(:visible)`),
    { trigger: `${field("photo_ids")} .o_attachment` },
    { trigger: `${field("findings")} .odoo-editor-editable`, run: "editor 三楼楼梯口堆放纸箱" },
    ...step("action_hold"),
    { content: "it becomes evidence", trigger: ".modal footer .btn-primary", run: "click" },
    reached("held"),
];

tours.add("street_safety_drill_with_improvement", {
    steps: () => [
        ...plan("疏散演练", "Factory"),
        ...hold(),
        ...step("action_evaluate"),
        { trigger: `${field("result", ".modal")} input[data-value=partly]`, run: "click" },
        write("evaluation", "三楼撤离太慢", ".modal"),
        { trigger: `${field("improve", ".modal")} input`, run: "click" },
        ...press("action_evaluate", ".modal"),
        { content: "the task that follows", trigger: `body:not(:has(.modal)) ${field("drill_id")}` },
        write("name", "清空三楼楼梯口"),
        write("date_due", "+7d"),
        { trigger: ".o_form_button_save:enabled", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

tours.add("street_safety_drill_of_the_rest", {
    steps: () => [...plan("疏散演练", "Second"), ...hold()],
});
