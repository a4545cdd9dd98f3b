import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { recordsAction } from "../patterns/records_action";

/** Screen 8: units × kinds of a month, twelve months, what is overdue. Every figure opens the records it counts. */
export class SafetyOverview extends Component {
    static template = "street_safety_base.Overview";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null, months: null, table: "duty" });
        const { unit, month } = this.props.state || {};
        onWillStart(() => this.load(unit, month));
        useSetupAction({
            getLocalState: () => ({ unit: this.state.data.unit_id, month: this.state.data.month }),
        });
    }

    async load(unit = null, month = null) {
        const asked = [unit || null, month];
        [this.state.data, this.state.months] = await Promise.all([
            this.orm.call("safety.overview", "leader_overview", asked),
            this.orm.call("safety.overview", "unit_months", asked),
        ]);
        this.most = Math.max(1, ...this.state.data.trend.map((item) => item.count));
    }

    show(unit) {
        return this.load(unit, this.state.data.month);
    }

    showMonth(month) {
        return this.load(this.state.data.unit_id, month);
    }

    cellClass(cell) {
        return `o_safety_${cell.status} o_safety_level_${cell.level}`;
    }

    cellTitle(cell) {
        if (!cell.count) {
            return cell.waived ? _t("Waived: %s", cell.waived) : "";
        }
        const parts = [
            [_t("Met"), cell.met],
            [_t("Of these late"), cell.late],
            [_t("Open"), cell.open],
            [_t("Within three days"), cell.soon],
            [_t("Overdue"), cell.overdue],
            [_t("Missed"), cell.missed],
            [_t("Waived"), cell.waived],
        ];
        return parts
            .filter(([, count]) => count)
            .map(([label, count]) => `${label} ${count}`)
            .join(" · ");
    }

    get table() {
        const tables = this.state.months.tables;
        return tables.find((table) => table.key === this.state.table) || tables[0];
    }

    monthTitle(row, cell, index) {
        if (cell.value === null) {
            return "";
        }
        const parts = [row.name, this.state.months.months[index].name, cell.text + this.table.suffix, cell.note];
        if (cell.rank) {
            parts.push(_t("Place %s", cell.rank));
        }
        return parts.filter((part) => part).join(" · ");
    }

    openMonth(row, cell, index) {
        if (cell.value !== null) {
            const name = `${row.name} · ${this.table.title} · ${this.state.months.months[index].name}`;
            return this.open(name, cell.domain, cell.model);
        }
    }

    /** The row as a line: a point a month with a figure, the highest figure of the table at the top. */
    line(row) {
        const values = this.table.rows.flatMap((one) => one.cells.map((cell) => cell.value || 0));
        const most = Math.max(1, ...values);
        return row.cells
            .map((cell, index) => (cell.value === null ? "" : `${4 + index * 10},${21 - (18 * cell.value) / most}`))
            .filter((point) => point)
            .join(" ");
    }

    part(item, count) {
        return `height: ${(100 * count) / this.most}%`;
    }

    widest(block) {
        return Math.max(1, ...block.bars.map((bar) => bar.count));
    }

    open(name, domain, model = "safety.duty") {
        return this.action.doAction(recordsAction(name, model, domain));
    }

    openCell(row, kind, cell) {
        if (cell.count || cell.waived) {
            return this.open(`${row.name} · ${kind} · ${this.state.data.month_name}`, cell.domain);
        }
    }

    openDuty(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "safety.duty",
            res_id: id,
            views: [[false, "form"]],
            target: "current",
        });
    }

    print(report = "street_safety_base.report_overview", query = `month=${this.state.data.month}`) {
        const { unit_id, rows } = this.state.data;
        const ids = unit_id || rows.map((row) => row.id).join(",");
        window.open(`/report/pdf/${report}/${ids}?${query}`, "_blank");
    }
}

registry.category("actions").add("safety_overview", SafetyOverview);
