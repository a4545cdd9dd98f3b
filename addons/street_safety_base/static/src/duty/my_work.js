import { Component, onWillStart, onWillUpdateProps } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** The head of the start page: who I am, what day it is, how much is owed, what else waits for me. */
export class MyWorkHead extends Component {
    static template = "street_safety_base.MyWorkHead";
    static props = { list: { type: Object, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        onWillStart(() => this.load());
        onWillUpdateProps(() => this.load());
    }

    async load() {
        this.summary = await this.orm.call("safety.duty", "my_work_summary");
    }

    /** Show only what the count counts; a second tap shows everything open again. */
    toggle(name) {
        const { searchModel } = this.env;
        const items = searchModel.getSearchItems((item) => ["open", name].includes(item.name));
        const active = new Set(searchModel.query.map((part) => part.searchItemId));
        const chosen = items.find((item) => item.name === name);
        const wanted = active.has(chosen.id) ? "open" : name;
        searchModel.clearQuery();
        searchModel.toggleSearchItem(items.find((item) => item.name === wanted).id);
    }

    isActive(name) {
        const [item] = this.env.searchModel.getSearchItems((item) => item.name === name);
        return item && this.env.searchModel.query.some((part) => part.searchItemId === item.id);
    }

    open(line) {
        return this.action.doAction(line.action);
    }
}

export class MyWorkRenderer extends KanbanRenderer {
    static template = "street_safety_base.MyWorkRenderer";
    static components = { ...KanbanRenderer.components, MyWorkHead };
}

registry.category("views").add("safety_my_work", { ...kanbanView, Renderer: MyWorkRenderer });
