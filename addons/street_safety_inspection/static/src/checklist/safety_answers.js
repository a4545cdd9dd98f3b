import { Component, useRef, useState } from "@odoo/owl";

import { deserializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

import { SafetyPhotosField } from "../photos/safety_photos";

/**
 * Answers to a list of questions, made for a thumb: big choices, photos and words on the spot. Nothing goes to the
 * server before the form is saved, so that a lost network loses nothing.
 */
class SafetyAnswers extends Component {
    static components = { SafetyPhotosField };
    static props = { ...X2ManyField.props };

    setup() {
        this.root = useRef("root");
        this.state = useState({ folded: {} });
        // What is being typed: an upload that ends meanwhile renders the line again and would take it away.
        this.typing = new Map();
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    get lines() {
        return this.list.records;
    }

    get answered() {
        return this.lines.filter((line) => line.data.result).length;
    }

    get percent() {
        return this.lines.length ? Math.round((100 * this.answered) / this.lines.length) : 0;
    }

    get findings() {
        return this.lines.filter((line) => this.isFinding(line));
    }

    isFinding(line) {
        return line.data.result === this.constructor.finding;
    }

    choices(name) {
        const [line] = this.lines;
        return line ? line.fields[name].selection : [];
    }

    choiceLabel(line, name) {
        const choice = line.fields[name].selection.find(([value]) => value === line.data[name]);
        return choice ? choice[1] : "";
    }

    choiceClass(line, value) {
        const look = this.constructor.looks[value];
        return line.data.result === value ? `btn-${look.color}` : "btn-outline-secondary";
    }

    choiceIcon(value) {
        return this.constructor.looks[value].icon;
    }

    answer(line, value) {
        return line.update({ result: line.data.result === value ? false : value });
    }

    text(line, name) {
        return this.typing.get(`${line.id} ${name}`) ?? (line.data[name] || "");
    }

    onInput(line, name, ev) {
        this.typing.set(`${line.id} ${name}`, ev.target.value);
    }

    onChange(line, name, ev) {
        this.typing.delete(`${line.id} ${name}`);
        return line.update({ [name]: ev.target.value });
    }

    isoDate(line, name) {
        return line.data[name] ? line.data[name].toISODate() : "";
    }

    setDate(line, name, value) {
        return line.update({ [name]: value ? deserializeDate(value) : false });
    }

    show(line) {
        const element = this.root.el.querySelector(`[data-line="${line.id}"]`);
        element?.scrollIntoView({ behavior: "smooth", block: "center" });
    }
}

/** The items of an inspection: conforms, does not conform, not applicable. */
export class SafetyChecklistField extends SafetyAnswers {
    static template = "street_safety_inspection.SafetyChecklistField";
    static finding = "not";
    static looks = {
        conform: { color: "success", icon: "fa-check" },
        not: { color: "danger", icon: "fa-times" },
        na: { color: "secondary", icon: "fa-minus" },
    };

    get sections() {
        const sections = new Map();
        for (const line of this.lines) {
            const name = line.data.section || "";
            if (!sections.has(name)) {
                sections.set(name, []);
            }
            sections.get(name).push(line);
        }
        return [...sections].map(([name, lines]) => ({
            name,
            lines,
            answered: lines.filter((line) => line.data.result).length,
            findings: lines.filter((line) => this.isFinding(line)).length,
        }));
    }

    toggle(section) {
        this.state.folded[section.name] = !this.state.folded[section.name];
    }

    async answer(line, value) {
        await super.answer(line, value);
        if (this.isFinding(line) && !line.data.deadline && this.props.record.data.default_deadline) {
            await line.update({ deadline: this.props.record.data.default_deadline });
        }
    }

    setSeverity(line, value) {
        // What is major is never settled on the spot.
        return line.update(value === "major" ? { severity: value, fixed_on_spot: false } : { severity: value });
    }

    async add() {
        const line = await this.list.addNewRecord({ position: "bottom", mode: "readonly" });
        await this.answer(line, "not");
        this.show(line);
    }

    remove(line) {
        return this.list.delete(line);
    }
}

/** The hazards of a notice, looked at again: fixed or not. */
export class SafetyRecheckField extends SafetyAnswers {
    static template = "street_safety_inspection.SafetyRecheckField";
    static finding = "not_fixed";
    static looks = {
        fixed: { color: "success", icon: "fa-check" },
        not_fixed: { color: "danger", icon: "fa-times" },
    };
}

registry.category("fields").add("safety_checklist", { ...x2ManyField, component: SafetyChecklistField });
registry.category("fields").add("safety_recheck", { ...x2ManyField, component: SafetyRecheckField });
