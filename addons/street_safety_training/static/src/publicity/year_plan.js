import { onMounted } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { calendarView } from "@web/views/calendar/calendar_view";
import { CalendarYearRenderer } from "@web/views/calendar/calendar_year/calendar_year_renderer";

/** The year that runs is shown from its current month on; the months before are a scroll away. */
export class YearPlanYearRenderer extends CalendarYearRenderer {
    setup() {
        super.setup();
        onMounted(() => {
            const today = luxon.DateTime.local();
            if (this.props.model.date.year === today.year) {
                const months = this.rootRef.el.querySelectorAll(".fc-month-container");
                months[today.month - 1].scrollIntoView({ block: "start" });
            }
        });
    }
}

export class YearPlanRenderer extends CalendarRenderer {
    static components = { ...CalendarRenderer.components, year: YearPlanYearRenderer };
}

registry.category("views").add("safety_year_plan", { ...calendarView, Renderer: YearPlanRenderer });
