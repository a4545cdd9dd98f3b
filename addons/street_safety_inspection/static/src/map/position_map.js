import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { BaseMap } from "./base_map";

const CLOSE = 17;
// Where nothing is known yet, the whole country is shown.
const COUNTRY = [18, 73, 54, 135];

/** The position of the record on a map: a click sets it, the other enterprises around show the way. */
export class SafetyPositionMap extends Component {
    static template = "street_safety_inspection.PositionMap";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.sheet = useRef("sheet");
        this.state = useState({ shown: false });
        onMounted(() => this.begin());
        onWillUnmount(() => {
            this.gone = true;
            this.watcher?.disconnect();
            this.base?.remove();
        });
        useRecordObserver((record) => {
            const { latitude, longitude } = record.data;
            this.position = { latitude: latitude || 0, longitude: longitude || 0 };
            this.mark();
        });
    }

    get isSet() {
        return Boolean(this.position.latitude || this.position.longitude);
    }

    async begin() {
        const { latitude, longitude } = this.position;
        const [settings, around] = await Promise.all([
            this.orm.call("safety.map", "map_settings", []),
            this.orm.call("safety.map", "neighbours", [latitude, longitude]),
        ]);
        if (this.gone || !this.sheet.el) {
            return;
        }
        this.base = new BaseMap(this.sheet.el, settings);
        for (const [north, east, name] of around) {
            const node = document.createElement("span");
            node.textContent = name;
            const circle = this.base.circle(north, east, { radius: 4, color: "#adb5bd", weight: 1, fillOpacity: 0.7 });
            circle.bindTooltip(node);
        }
        if (this.isSet) {
            this.base.center(latitude, longitude, CLOSE);
        } else if (around.length) {
            const places = around.map(([north, east]) => this.base.draw(north, east));
            this.base.map.fitBounds(places, { animate: false, maxZoom: CLOSE });
        } else {
            this.base.fit(COUNTRY);
        }
        this.base.map.on("click", ({ latlng }) => this.set(latlng));
        // The tab may have been hidden when the map was made: then it had no size.
        this.watcher = new ResizeObserver(() => this.base.map.invalidateSize({ animate: false }));
        this.watcher.observe(this.sheet.el);
        this.mark();
        this.state.shown = true;
    }

    mark() {
        if (!this.base) {
            return;
        }
        this.point?.remove();
        this.point = undefined;
        if (this.isSet) {
            const { latitude, longitude } = this.position;
            const options = { radius: 9, color: "#dc3545", weight: 3, fillOpacity: 0.5, className: "o_safety_map_here" };
            this.point = this.base.circle(latitude, longitude, options);
        }
    }

    async set({ lat, lng }) {
        if (this.props.readonly) {
            return;
        }
        const [latitude, longitude] = this.base.keep(lat, lng);
        const round = (value) => Math.round(value * 1e6) / 1e6;
        await this.props.record.update({ latitude: round(latitude), longitude: round(longitude) });
    }
}

registry.category("view_widgets").add("safety_position_map", { component: SafetyPositionMap });
