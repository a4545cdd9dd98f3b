import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// Enough to tell apart; the posts beyond are drawn together.
const COLOURS = ["#4e79a7", "#f28e2b", "#76b7b2", "#59a14f", "#edc948", "#b07aa1", "#9c755f", "#ff9da7"];

/** Duties of twelve months by post: a stacked bar for each month, and the same as a table. */
export class SafetyLoadChart extends Component {
    static template = "street_safety_base.LoadChart";
    static props = { ...standardFieldProps };

    get load() {
        return this.props.record.data[this.props.name] || { months: [], posts: [], total: 0 };
    }

    get most() {
        const { months, posts } = this.load;
        return Math.max(1, ...months.map((_, at) => posts.reduce((sum, post) => sum + post.counts[at], 0)));
    }

    colour(at) {
        return COLOURS[at] || "#bbbbbb";
    }

    bar(post, at, month) {
        return `height: ${(100 * post.counts[month]) / this.most}%; background: ${this.colour(at)}`;
    }

    sum(at) {
        return this.load.posts.reduce((total, post) => total + post.counts[at], 0);
    }
}

registry.category("fields").add("safety_load_chart", { component: SafetyLoadChart, supportedTypes: ["json"] });
