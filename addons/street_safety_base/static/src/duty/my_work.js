import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** The head of the start page: who I am, what day it is, how much is owed, what waits for me and for whom I wait. */
export class MyWorkHead extends Component {
    static template = "street_safety_base.MyWorkHead";
    static props = { list: { type: Object, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ shown: "do" });
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

    group(name) {
        return this.summary.waiting.filter((line) => line.group === name);
    }

    total(name) {
        return this.group(name).reduce((sum, line) => sum + line.count, 0);
    }

    /** Show the lines of a group; a second tap puts them away. */
    show(name) {
        this.state.shown = this.state.shown === name ? "do" : name;
    }

    open(line) {
        return this.action.doAction(line.action);
    }

    openMeeting(meeting) {
        return this.action.doAction("street_safety_base.safety_meeting_action", {
            viewType: "form",
            props: { resId: meeting.id },
        });
    }

    async signIn(meeting) {
        await this.orm.call("safety.meeting", "action_sign_in", [[meeting.id]]);
        await this.load();
        this.render();
    }

    async openUnit(unit, which) {
        const action = await this.orm.call("safety.duty", "my_work_unit_action", [unit.id, which]);
        return this.action.doAction(action);
    }
}

export class MyWorkRenderer extends KanbanRenderer {
    static template = "street_safety_base.MyWorkRenderer";
    static components = { ...KanbanRenderer.components, MyWorkHead };
}

registry.category("views").add("safety_my_work", { ...kanbanView, Renderer: MyWorkRenderer });
