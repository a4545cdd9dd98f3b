import { registry } from "@web/core/registry";

const TITLES = "企业名称,统一社会信用代码,注册日期,注册地址";

function load(...rows) {
    return {
        trigger: "input[type=file]:not(:visible)",
        run() {
            const files = new DataTransfer();
            const csv = [TITLES, ...rows].join("\r\n");
            files.items.add(new File([csv], "registry.csv", { type: "text/csv" }));
            this.anchor.files = files.files;
            this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    };
}

// No words of the interface in the triggers: the tour runs in the language of the user.
registry.category("web_tour.tours").add("street_safety_enterprise_import", {
    steps: () => [
        { trigger: ".o_cp_action_menus button", run: "click" },
        { trigger: ".o_import_menu", run: "click" },
        { content: "a template is offered", trigger: "a[href*='safety_enterprise.xlsx']" },
        load("虚构甲厂,,1993-01-01,路1号", ",,1993-01-02,路2号", "虚构乙厂,,去年,路3号"),
        { content: "try", trigger: ".o_control_panel .btn-primary:not(.o_import_file)", run: "click" },
        { content: "row 3, column, reason", trigger: ".alert-danger b:contains(3):contains(· 企业名称)" },
        { content: "and row 4", trigger: ".alert-danger b:contains(4):contains(· 虚构乙厂 · 注册日期)" },
        load("虚构甲厂,91990101MA0000010X,1993-01-01,路1号", "虚构乙厂,,1993-01-02,路3号"),
        { trigger: ".o_import_action:not(:has(.alert-danger))" },
        { content: "import", trigger: ".o_control_panel .btn-primary + .btn-secondary", run: "click" },
        { content: "warned of row 2", trigger: ".o_notification:contains(2):contains(· 虚构甲厂 ·)" },
        { content: "imported all the same", trigger: ".o_list_view .o_data_row:contains(虚构乙厂)" },
    ],
});
