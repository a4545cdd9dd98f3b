import { registry } from "@web/core/registry";
import { capitalize } from "@web/core/utils/strings";
import {
    RemainingDaysField,
    remainingDaysField,
} from "@web/views/fields/remaining_days/remaining_days_field";

/** How many days are left, always in days: the stock widget says "next month" of something due in five days. */
export class SafetyDaysField extends RemainingDaysField {
    static defaultProps = {
        classes: { bf: "days <= 0", danger: "days < 0", warning: "days >= 0 and days <= 3" },
    };

    get diffString() {
        const days = this.diffDays;
        if (days === null || Math.abs(days) > 99) {
            return super.diffString;
        }
        return capitalize(luxon.DateTime.local().startOf("day").plus({ days }).toRelativeCalendar({ unit: "days" }));
    }
}

registry.category("fields").add("safety_days", { ...remainingDaysField, component: SafetyDaysField });
