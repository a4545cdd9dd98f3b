import { registry } from "@web/core/registry";

import { openMenu } from "@street_safety_base/../tests/tours/tour_helpers";

// Units month by month on the leader's overview: another table, a figure in it, the records that it is made of.
registry.category("web_tour.tours").add("street_safety_units_by_month", {
    steps: () => [
        ...openMenu("street_safety_base.menu_street_safety_duties", "street_safety_base.safety_overview_menu"),
        { trigger: ".o_safety_months button[name=months_duty].active" },
        { trigger: ".o_safety_months button[name=months_penalty]", run: "click" },
        { trigger: ".o_safety_months button[name=months_penalty].active" },
        { trigger: ".o_safety_months tbody td.o_safety_overdue:first", run: "click" },
        { trigger: ".o_list_view .o_data_row td[name=amount]" },
    ],
});
