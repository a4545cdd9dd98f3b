import { registry } from "@web/core/registry";
import { chooseRecord } from "@street_safety_base/../tests/tours/tour_helpers";

// No words of the interface in the triggers: the tours run in the language of the user.
const tours = registry.category("web_tour.tours");

/** An entry of the configuration menu. */
const openMenu = (entry) => [
    {
        content: "open the configuration",
        trigger: ".o_menu_sections [data-menu-xmlid='street_safety_base.menu_street_safety_configuration']",
        run: "click",
    },
    { trigger: `.o-dropdown--menu [data-menu-xmlid='street_safety_base.${entry}']`, run: "click" },
];

const chooseFile = (url) => ({
    content: `choose ${url}`,
    trigger: ".modal .o_field_widget[name=file] input[type=file]:not(:visible)",
    async run() {
        const blob = await (await fetch(url)).blob();
        const files = new DataTransfer();
        files.items.add(new File([blob], url.split("/").pop()));
        this.anchor.files = files.files;
        this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
    },
});

const choose = (field, text) =>
    chooseRecord(`.o_field_widget[name=appointment_ids] .o_selected_row [name=${field}] input`, text);

tours.add("street_safety_organisation_import", {
    steps: () => [
        ...openMenu("safety_organisation_import_menu"),
        { content: "a template is offered", trigger: ".modal button[name=action_template]" },
        chooseFile("/organisation/wrong.xlsx"),
        { trigger: ".modal .o_field_widget[name=file] input:value(wrong.xlsx)" },
        { trigger: ".modal button[name=action_preview]", run: "click" },
        { content: "row and column", trigger: ".modal .o_data_row.text-danger:contains(3):contains(上级单位编码)" },
        { content: "no way on", trigger: ".modal-footer:not(:has(button[name=action_apply]))" },
        { trigger: ".modal button[name=action_back]", run: "click" },
        chooseFile("/organisation/street.xlsx"),
        { trigger: ".modal .o_field_widget[name=file] input:value(street.xlsx)" },
        { trigger: ".modal button[name=action_preview]", run: "click" },
        { content: "what would be new", trigger: ".modal .o_data_row.text-success:contains(虚构社区)" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".modal .alert-success:visible" },
        { trigger: ".modal button[name=action_open_tree]", run: "click" },
        { content: "the tree", trigger: ".o_hierarchy_view .o_hierarchy_node:contains(虚构街道)" },
        { content: "and what lies below", trigger: ".o_hierarchy_node:contains(虚构社区)" },
    ],
});

tours.add("street_safety_appoint_grid_member", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=appointment_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        choose("post_id", "网格员"),
        choose("user_id", "虚构新人"),
        { trigger: ".o_form_button_save:enabled", run: "click" },
        { trigger: ".o_form_saved, .o_form_button_save:not(:visible)" },
        { content: "stands in the list", trigger: ".o_field_widget[name=appointment_ids] .o_data_row:contains(虚构新人)" },
    ],
});

tours.add("street_safety_grid_member_sees", {
    steps: () => [
        { content: "the grid's own", trigger: ".o_action_manager :contains(虚构甲厂)" },
        { trigger: ".o_action_manager :contains(虚构乙厂)" },
        { content: "and no other", trigger: ".o_action_manager:not(:contains(虚构丙厂))" },
    ],
});
