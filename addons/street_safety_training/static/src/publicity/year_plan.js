import { onMounted } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { calendarView } from "@web/views/calendar/calendar_view";
import { CalendarYearPopover } from "@web/views/calendar/calendar_year/calendar_year_popover";
import { CalendarYearRenderer } from "@web/views/calendar/calendar_year/calendar_year_renderer";

const { DateTime } = luxon;

export class YearPlanPopover extends CalendarYearPopover {
    static subTemplates = {
        ...CalendarYearPopover.subTemplates,
        record: "street_safety_training.YearPlanPopover.record",
    };
}

/** The year that runs is shown from its current month on; the months before are a scroll away. */
export class YearPlanYearRenderer extends CalendarYearRenderer {
    static components = { ...CalendarYearRenderer.components, Popover: YearPlanPopover };

    setup() {
        super.setup();
        onMounted(() => {
            const today = DateTime.local();
            if (this.props.model.date.year === today.year) {
                const months = this.rootRef.el.querySelectorAll(".fc-month-container");
                months[today.month - 1].scrollIntoView({ block: "start" });
            }
        });
    }

    /** On a telephone a tapped day lists what is on it as at the desk; the stock view opens a day scale, not offered here. */
    onDateClick(info) {
        if (!this.env.isSmall) {
            return super.onDateClick(info);
        }
        const date = DateTime.fromISO(info.dateStr);
        const records = Object.values(this.props.model.records).filter((record) => record.start.hasSame(date, "day"));
        if (records.length) {
            this.openPopover(info.dayEl, date, records);
        } else if (this.props.model.canCreate) {
            this.props.createRecord({ start: date, isAllDay: true });
        }
    }
}

export class YearPlanRenderer extends CalendarRenderer {
    static components = { ...CalendarRenderer.components, year: YearPlanYearRenderer };
}

registry.category("views").add("safety_year_plan", { ...calendarView, Renderer: YearPlanRenderer });
