import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";

import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

import { VisitForm } from "./visit_form";
import { newUuid, VisitQueue } from "./visit_queue";

const RAD = Math.PI / 180;

/** Metres between two positions in degrees. */
function metres(one, other) {
    const half =
        Math.sin(((other.latitude - one.latitude) * RAD) / 2) ** 2 +
        Math.cos(one.latitude * RAD) *
            Math.cos(other.latitude * RAD) *
            Math.sin(((other.longitude - one.longitude) * RAD) / 2) ** 2;
    return 12742000 * Math.asin(Math.sqrt(half));
}

/**
 * Inspection on the phone: today's route, then one visit. What is written goes through a queue in the browser
 * (see VisitQueue), never straight to the server.
 */
export class VisitAction extends Component {
    static template = "street_safety_inspection.VisitAction";
    static components = { VisitForm };
    static props = { "*": true };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ visit: null, route: null, text: "", colleague: null, place: null, lost: false, busy: false });
        this.queue = new VisitQueue(
            (visit, entries) =>
                this.orm.silent.call("safety.inspection", "visit_sync", [visit, entries, new Date().toISOString()]),
            (visit, answer) => this.onAnswer(visit, answer)
        );
        this.queueState = useState(this.queue.state);
        this.search = useDebounced(() => this.loadRoute(), 300);
        this.scannable = isBarcodeScannerSupported();
        onWillStart(() => this.begin());
        onMounted(() => this.locate());
        onWillUnmount(() => this.queue.stop());
    }

    async begin() {
        await this.queue.start();
        const { context = {}, params = {} } = this.props.action || {};
        const enterprise = params.enterprise_id || context.enterprise_id;
        const inspection = params.inspection_id || context.inspection_id;
        if (inspection) {
            await this.guard(async () => this.show(await this.call("visit_open", [inspection, newUuid()])));
        } else if (enterprise) {
            await this.start({ id: enterprise, duty: params.duty_id || context.duty_id || 0 });
        }
        if (!this.state.visit) {
            await this.loadRoute();
        }
    }

    call(method, args) {
        return this.orm.call("safety.inspection", method, args);
    }

    /** Do `work`; a lost network is told on the page, where one can try again. */
    async guard(work) {
        this.state.busy = true;
        try {
            await work();
            this.state.lost = false;
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.lost = true;
        } finally {
            this.state.busy = false;
        }
    }

    // ---- route --------------------------------------------------------------------------------------------------

    async loadRoute() {
        await this.guard(async () => {
            this.state.route = await this.call("visit_route", [this.state.text]);
        });
    }

    onSearch(ev) {
        this.state.text = ev.target.value;
        this.search();
    }

    async scan() {
        const text = await scanBarcode(this.env);
        if (text) {
            this.state.text = text;
            await this.loadRoute();
            const [stop, more] = this.state.route?.stops || [];
            if (stop && !more) {
                await this.start(stop);
            } else if (!stop) {
                this.notification.add(_t("This code belongs to no enterprise of yours."), { type: "warning" });
            }
        }
    }

    locate() {
        navigator.geolocation?.getCurrentPosition(
            ({ coords }) => {
                const { latitude, longitude, accuracy } = coords;
                this.state.place = { latitude, longitude, accuracy };
                if (this.state.visit) {
                    this.sendPlace();
                }
            },
            () => {}, // not allowed: the visit goes on without a position
            { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 }
        );
    }

    sendPlace() {
        if (this.state.visit.state === "draft") {
            this.queue.add(this.state.visit.id, { kind: "place", ...this.state.place });
        }
    }

    get stops() {
        const { route, place, text } = this.state;
        const stops = (route?.stops || []).map((stop) => ({
            ...stop,
            distance: place && (stop.latitude || stop.longitude) ? metres(place, stop) : null,
        }));
        if (!place || text) {
            return stops;
        }
        // What is overdue first, then the nearest.
        const rank = (stop) => [stop.days_left !== null && stop.days_left < 0 ? 0 : 1, stop.distance ?? Infinity];
        return stops.sort((one, other) => rank(one)[0] - rank(other)[0] || rank(one)[1] - rank(other)[1]);
    }

    far(stop) {
        return stop.distance >= 1000 ? `${(stop.distance / 1000).toFixed(1)} km` : `${Math.round(stop.distance)} m`;
    }

    dueText(stop) {
        if (stop.days_left === null) {
            return "";
        }
        if (stop.days_left < 0) {
            return _t("Overdue by %s days", -stop.days_left);
        }
        return stop.days_left ? _t("%s days left", stop.days_left) : _t("Due today");
    }

    dueColor(stop) {
        return stop.days_left < 0 ? "danger" : stop.days_left <= 3 ? "warning" : "info";
    }

    // ---- one visit ----------------------------------------------------------------------------------------------

    /** Begin at an enterprise. The identifier is made before the first attempt: a retry finds the same visit. */
    async start(stop, choice = null) {
        this.starting = this.starting?.id === stop.id ? this.starting : { id: stop.id, uuid: newUuid() };
        await this.guard(async () => {
            const duty = stop.duty || this.props.action?.params?.duty_id || null;
            const visit = await this.call("visit_start", [stop.id, this.starting.uuid, choice, duty]);
            if (visit.colleague) {
                this.state.colleague = { ...visit.colleague, stop };
                return;
            }
            this.starting = null;
            this.show(visit);
        });
    }

    async resume(draft) {
        await this.guard(async () => this.show(await this.call("visit_open", [draft.id, newUuid()])));
    }

    show(visit) {
        this.state.colleague = null;
        this.state.visit = visit;
        if (this.state.place) {
            this.sendPlace();
        }
    }

    onAnswer(visit, answer) {
        const current = this.state.visit;
        if (!current || current.id !== visit) {
            return;
        }
        const { state, number, hazards, inspectors, seen } = answer;
        Object.assign(current, { state, number, hazards, inspectors, seen });
        this.mergeLines(current, answer);
    }

    /** Take over what the server has, but for items with something of ours still on its way. */
    mergeLines(visit, { lines, made }) {
        const byId = new Map(visit.lines.map((line) => [line.id, line]));
        for (const [uuid, id] of Object.entries(made)) {
            const line = byId.get(uuid);
            if (line) {
                line.id = id;
                byId.delete(uuid);
                byId.set(id, line);
            }
        }
        const pending = this.queue.of(visit.id).filter((entry) => entry.content.line);
        const busy = new Set(pending.map((entry) => made[entry.content.line] || entry.content.line));
        for (const fresh of lines) {
            const line = byId.get(fresh.id);
            if (!line) {
                visit.lines.push(fresh);
            } else if (busy.has(fresh.id)) {
                Object.assign(line, { photos: fresh.photos, after_photos: fresh.after_photos });
            } else {
                Object.assign(line, fresh);
            }
        }
        const kept = new Set(lines.map((line) => line.id));
        visit.lines = visit.lines.filter((line) => typeof line.id === "string" || kept.has(line.id));
    }

    async leave() {
        this.state.visit = null;
        this.state.text = "";
        await this.loadRoute();
    }
}

registry.category("actions").add("street_safety_inspection.visit", VisitAction);
