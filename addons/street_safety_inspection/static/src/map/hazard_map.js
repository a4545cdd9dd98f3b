import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { recordsAction } from "@street_safety_base/patterns/records_action";
import { BaseMap } from "./base_map";

// As on every screen: red overdue or major, blue open, grey nothing.
const COLOURS = { bad: "#dc3545", open: "#0d6efd", none: "#adb5bd" };

/** Where hazards are: circles as large as they are many; a click opens them, moving looks closer. */
export class SafetyHazardMap extends Component {
    static template = "street_safety_inspection.HazardMap";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.sheet = useRef("sheet");
        this.last = new KeepLast();
        const { layer, bounds } = this.props.state || {};
        this.state = useState({ layer: layer || "open", data: null });
        onWillStart(async () => {
            [this.settings, this.state.data] = await Promise.all([
                this.orm.call("safety.map", "map_settings", []),
                this.read(bounds),
            ]);
        });
        onMounted(() => this.begin());
        onWillUnmount(() => this.base?.remove());
        useSetupAction({
            getLocalState: () => ({ layer: this.state.layer, bounds: this.base?.bounds() }),
        });
    }

    read(bounds = null) {
        return this.last.add(this.orm.call("safety.map", "hazard_map", [this.state.layer, bounds]));
    }

    begin() {
        if (!this.state.data.bounds) {
            return;
        }
        this.base = new BaseMap(this.sheet.el, this.settings);
        this.base.fit(this.state.data.bounds);
        this.paint();
        this.base.map.on("moveend", () => this.refresh());
    }

    async refresh() {
        this.state.data = await this.read(this.base.bounds());
        this.paint();
    }

    setLayer(layer) {
        this.state.layer = layer;
        return this.base ? this.refresh() : undefined;
    }

    paint() {
        const { cells, labels } = this.state.data;
        const most = Math.max(1, ...cells.map((cell) => cell.hazards));
        this.base.marks.clearLayers();
        for (const [name, latitude, longitude] of labels) {
            this.base.words(latitude, longitude, name, "o_safety_map_unit");
        }
        for (const cell of cells.sort((one, other) => one.hazards - other.hazards)) {
            const { overdue, major, hazards } = cell;
            const color = !hazards ? COLOURS.none : overdue || major ? COLOURS.bad : COLOURS.open;
            const radius = hazards ? 7 + 17 * Math.sqrt(hazards / most) : 3;
            const circle = this.base.circle(cell.latitude, cell.longitude, {
                radius,
                color,
                weight: 1,
                fillColor: color,
                fillOpacity: hazards ? 0.25 + 0.5 * (hazards / most) : 0.6,
                className: hazards ? "o_safety_map_hazards" : "o_safety_map_firms",
            });
            circle.bindTooltip(this.caption(cell));
            circle.on("click", () => this.open(cell));
            if (hazards > 1) {
                this.base.words(cell.latitude, cell.longitude, String(hazards), "o_safety_map_number");
            }
        }
    }

    caption({ name, firms, hazards, overdue, major }) {
        const node = document.createElement("span");
        const parts = [name || _t("%s enterprises", firms), _t("%s hazards", hazards)];
        if (overdue) {
            parts.push(_t("%s overdue", overdue));
        }
        if (major) {
            parts.push(_t("%s major", major));
        }
        node.textContent = parts.join(" · ");
        return node;
    }

    open(cell) {
        return cell.hazards
            ? this.openList("safety.hazard", cell.domain, cell.name || _t("Hazards here"))
            : this.openList("safety.enterprise", cell.firm_domain, cell.name || _t("Enterprises here"));
    }

    openWithout() {
        return this.openList("safety.enterprise", this.state.data.without_domain, _t("Enterprises without a position"));
    }

    openList(model, domain, name) {
        return this.action.doAction(recordsAction(name, model, domain));
    }
}

registry.category("actions").add("safety_hazard_map", SafetyHazardMap);
