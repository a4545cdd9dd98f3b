import { registry } from "@web/core/registry";

// XT-4.1d: on a telephone a tapped day of the year's plan lists what is on it, and the entry opens.
registry.category("web_tour.tours").add("street_safety_year_plan_phone", {
    steps: () => [
        { content: "the day with something on it", trigger: ".o_calendar_renderer .fc-bg-event", run: "click" },
        { content: "its list", trigger: ".modal .o_cw_popover_link:contains(十九日消防宣传)", run: "click" },
        { content: "the entry's dialog or form", trigger: "body:not(:has(.modal .o_cw_popover_link))" },
        { content: "the entry", trigger: ".o_form_view .o_field_widget[name=name]" },
    ],
});
