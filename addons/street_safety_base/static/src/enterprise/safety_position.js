import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const OPTIONS = { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 };

/** Fills in where the phone is, so that nobody types degrees. */
export class SafetyPosition extends Component {
    static template = "street_safety_base.SafetyPosition";
    static props = { ...standardWidgetProps };

    setup() {
        this.notification = useService("notification");
        this.state = useState({ busy: false });
    }

    get available() {
        return !this.props.readonly && Boolean(navigator.geolocation);
    }

    use() {
        this.state.busy = true;
        navigator.geolocation.getCurrentPosition(
            async ({ coords }) => {
                this.state.busy = false;
                await this.props.record.update({ latitude: coords.latitude, longitude: coords.longitude });
            },
            (error) => {
                this.state.busy = false;
                const reason =
                    error.code === error.PERMISSION_DENIED
                        ? _t("This page may not ask for your position. Allow it in the browser, or type the degrees.")
                        : _t("The phone does not know its position. Go outside and try again.");
                this.notification.add(reason, { type: "warning" });
            },
            OPTIONS
        );
    }
}

registry.category("view_widgets").add("safety_position", { component: SafetyPosition });
