import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { recordsAction } from "@street_safety_base/patterns/records_action";

/** The twelve columns of a month, unit by unit. Every figure opens the records it counts. */
export class SafetyStatistics extends Component {
    static template = "street_safety_inspection.Statistics";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null });
        const { unit, month, span } = this.props.state || {};
        onWillStart(() => this.load(unit, month, span));
        useSetupAction({
            getLocalState: () => ({
                unit: this.state.data.unit_id,
                month: this.state.data.month,
                span: this.state.data.span,
            }),
        });
    }

    async load(unit = null, month = null, span = "month") {
        this.state.data = await this.orm.call("safety.statistics", "monthly_statistics", [
            unit || null,
            month || null,
            span || "month",
        ]);
    }

    show(unit) {
        return this.load(unit, this.state.data.month, this.state.data.span);
    }

    showMonth(month) {
        return this.load(this.state.data.unit_id, month, this.state.data.span);
    }

    showSpan(span) {
        return this.load(this.state.data.unit_id, this.state.data.month, span);
    }

    /** The heads of the groups: label and how many columns stand below. */
    get groups() {
        const groups = [];
        for (const { group } of this.state.data.columns.filter((column) => column.group)) {
            const last = groups.at(-1);
            if (last && last.label === group) {
                last.span++;
            } else {
                groups.push({ label: group, span: 1 });
            }
        }
        return groups;
    }

    get lines() {
        return [...this.state.data.rows, { ...this.state.data.total, isTotal: true }];
    }

    open(line, cell, index) {
        if (!cell.value) {
            return;
        }
        const { label, group } = this.state.data.columns[index];
        const name = [line.name, group, label, this.state.data.span_name].filter(Boolean).join(" · ");
        return this.action.doAction(recordsAction(name, cell.model, cell.domain, { active_test: false }));
    }

    report(kind, name) {
        const { unit_id, rows, month, span } = this.state.data;
        const ids = unit_id || rows.map((row) => row.id).join(",");
        window.open(`/report/${kind}/street_safety_inspection.${name}/${ids}?month=${month}&span=${span}`, "_blank");
    }
}

registry.category("actions").add("safety_statistics", SafetyStatistics);
