import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";

import { shrink, toBase64 } from "../photos/safety_photos";
import { VisitFinish } from "./visit_finish";

const LOOKS = {
    conform: { color: "success", icon: "fa-check" },
    not: { color: "danger", icon: "fa-times" },
    na: { color: "secondary", icon: "fa-minus" },
};

/** One visit: its head, the items with three big choices, photos and words on the spot, and the end. */
export class VisitForm extends Component {
    static template = "street_safety_inspection.VisitForm";
    static components = { VisitFinish };
    static props = { visit: Object, queue: Object, onLeave: Function };

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        this.fileViewer = useFileViewer();
        this.root = useRef("root");
        this.state = useState({ folded: {}, finishing: false, finish: {}, head: false });
        this.queueState = useState(this.props.queue.state);
        this.timers = new Map();
        this.restoreFinish();
        this.applyWaiting();
        onMounted(() => {
            this.guardLeave = (ev) => this.queueState.unsafe && this.pending.length && ev.preventDefault();
            window.addEventListener("beforeunload", this.guardLeave);
        });
        onWillUnmount(() => {
            window.removeEventListener("beforeunload", this.guardLeave);
            this.flushTyping();
        });
    }

    get visit() {
        return this.props.visit;
    }

    get draft() {
        return this.visit.state === "draft";
    }

    // ---- what waits ---------------------------------------------------------------------------------------------

    get pending() {
        return this.queueState.entries.filter((entry) => entry.visit === this.visit.id && !entry.refused);
    }

    get refused() {
        return this.queueState.entries.filter((entry) => entry.visit === this.visit.id && entry.refused);
    }

    get closing() {
        return this.pending.some((entry) => entry.content.kind === "finish");
    }

    add(content) {
        return this.props.queue.add(this.visit.id, { seen: this.visit.seen, ...content });
    }

    /** After a reload: show what the phone still keeps as it was written down. */
    applyWaiting() {
        for (const { uuid, content } of this.pending) {
            if (content.kind === "finding") {
                this.visit.lines.push(this.newLine(uuid, content));
            } else if (content.kind === "answer") {
                const line = this.visit.lines.find((other) => other.id === content.line);
                if (line) {
                    const { result, note, severity, deadline, fixed_on_spot } = { ...line, ...content };
                    Object.assign(line, { result, note, severity, deadline, fixed_on_spot });
                }
            } else if (content.kind === "head") {
                const { representative_name, note } = { ...this.visit, ...content };
                Object.assign(this.visit, { representative_name, note });
            }
        }
    }

    /** A finish that was refused: what was signed and typed is still here. */
    restoreFinish() {
        const last = this.refused.findLast((entry) => entry.content.kind === "finish");
        if (last) {
            const { signatures, refused, refusal_reason, witness_name } = last.content;
            this.state.finish = {
                refused,
                refusal_reason,
                witness_name,
                images: Object.fromEntries(signatures.map((one) => [`${one.role} ${one.user || ""}`, one.image])),
            };
        }
    }

    forget(entry) {
        return this.props.queue.drop(entry.uuid);
    }

    describe(entry) {
        const line = this.visit.lines.find((other) => other.id === entry.content.line);
        const names = {
            answer: _t("Answer"),
            finding: _t("Further finding"),
            photo: _t("Photo"),
            finish: _t("Finish"),
        };
        return [names[entry.content.kind] || entry.content.kind, line?.name || entry.content.name].filter(Boolean).join(": ");
    }

    // ---- items --------------------------------------------------------------------------------------------------

    get sections() {
        const sections = new Map();
        for (const line of this.visit.lines) {
            const name = line.own ? _t("Other findings") : line.section;
            sections.set(name, [...(sections.get(name) || []), line]);
        }
        return [...sections].map(([name, lines]) => ({
            name,
            lines,
            answered: lines.filter((line) => line.result).length,
            findings: lines.filter((line) => line.result === "not").length,
        }));
    }

    get answered() {
        return this.visit.lines.filter((line) => line.result).length;
    }

    get percent() {
        return this.visit.lines.length ? Math.round((100 * this.answered) / this.visit.lines.length) : 0;
    }

    get findings() {
        return this.visit.lines.filter((line) => line.result === "not");
    }

    get needsSignature() {
        return this.kind.needs_signature && (this.visit.form_always || this.findings.length > 0);
    }

    get choices() {
        return [
            ["conform", _t("Conforms")],
            ["not", _t("Does not conform")],
            ["na", _t("Not applicable")],
        ];
    }

    get severities() {
        return [
            ["general", _t("General")],
            ["major", _t("Major")],
        ];
    }

    label(choices, value) {
        return choices.find(([key]) => key === value)?.[1] || "";
    }

    look(value) {
        return LOOKS[value];
    }

    day(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    toggle(section) {
        this.state.folded[section.name] = !this.state.folded[section.name];
    }

    answer(line, result) {
        const vals = { result: line.result === result ? "" : result };
        if (vals.result === "not" && !line.deadline) {
            vals.deadline = this.visit.default_deadline;
        }
        return this.change(line, vals);
    }

    /** Write on the item and keep it: every answer saves itself. */
    change(line, vals) {
        Object.assign(line, vals, { answered_by: "" });
        return this.add({ kind: "answer", line: line.id, ...vals });
    }

    /** Words are kept while they are typed, a moment after the last key. */
    type(line, name, value) {
        line[name] = value;
        const key = `${line.id} ${name}`;
        clearTimeout(this.timers.get(key)?.timer);
        const keep = () => {
            this.timers.delete(key);
            this.add({ kind: "answer", line: line.id, [name]: value });
        };
        this.timers.set(key, { keep, timer: setTimeout(keep, 500) });
    }

    flushTyping() {
        for (const { keep, timer } of [...this.timers.values()]) {
            clearTimeout(timer);
            keep();
        }
    }

    setSeverity(line, severity) {
        // What is major is never settled on the spot.
        return this.change(line, severity === "major" ? { severity, fixed_on_spot: false } : { severity });
    }

    newLine(id, content) {
        return {
            id, own: true, section: "", name: content.name || "", legal_basis: "", measure: "", result: "not",
            note: content.note || "", severity: content.severity || "general", deadline: content.deadline || "",
            fixed_on_spot: false, photos: [], after_photos: [], answered_by: "", conflict: false,
        }; // prettier-ignore
    }

    async addFinding() {
        const deadline = this.visit.default_deadline;
        const uuid = await this.add({ kind: "finding", name: _t("Further finding"), deadline });
        if (!this.visit.lines.some((line) => line.id === uuid)) {
            this.visit.lines.push(this.newLine(uuid, { name: _t("Further finding"), deadline }));
        }
        setTimeout(() => this.root.el?.querySelector(".o_safety_answer:last-child textarea")?.focus(), 100);
    }

    removeFinding(line) {
        this.visit.lines.splice(this.visit.lines.indexOf(line), 1);
        return this.add({ kind: "remove", line: line.id });
    }

    showLine(line) {
        this.root.el.querySelector(`[data-line="${line.id}"]`)?.scrollIntoView({ behavior: "smooth", block: "center" });
    }

    // ---- photos -------------------------------------------------------------------------------------------------

    async takePhotos(line, ev, after = false) {
        const files = [...ev.target.files];
        ev.target.value = "";
        for (const file of files) {
            const small = await shrink(file);
            await this.add({ kind: "photo", line: line.id, after, name: small.name, data: await toBase64(small) });
        }
    }

    photos(line, after = false) {
        const saved = (after ? line.after_photos : line.photos).map((id) => ({
            key: id,
            id,
            src: `/web/image/${id}?width=200&height=200&crop=1`,
        }));
        const waiting = this.pending.filter(
            ({ content }) => content.kind === "photo" && content.line === line.id && Boolean(content.after) === after
        );
        return [
            ...saved,
            ...waiting.map(({ uuid, content }) => ({
                key: uuid,
                src: `data:image/jpeg;base64,${content.data}`,
                waiting: true,
            })),
        ];
    }

    openPhoto(line, photo, after = false) {
        if (photo.id) {
            const files = (after ? line.after_photos : line.photos).map((id) => ({
                name: line.name,
                isImage: true,
                isViewable: true,
                defaultSource: `/web/image/${id}`,
                downloadUrl: `/web/content/${id}?download=true`,
                id,
            }));
            this.fileViewer.open(files.find((file) => file.id === photo.id), files);
        }
    }

    removePhoto(line, photo, after = false) {
        if (photo.waiting) {
            return this.props.queue.drop(photo.key);
        }
        const name = after ? "after_photos" : "photos";
        line[name] = line[name].filter((id) => id !== photo.id);
        return this.add({ kind: "photo_remove", line: line.id, photo: photo.id });
    }

    // ---- head ---------------------------------------------------------------------------------------------------

    get kind() {
        return this.visit.kinds.find((kind) => kind.id === this.visit.kind) || { name: "" };
    }

    setKind(ev) {
        this.visit.kind = Number(ev.target.value);
        return this.add({ kind: "head", inspection_kind: this.visit.kind });
    }

    toggleInspector(person) {
        const { inspectors } = this.visit;
        const index = inspectors.findIndex((other) => other.id === person.id);
        if (index < 0) {
            inspectors.push(person);
        } else if (inspectors.length > 1) {
            inspectors.splice(index, 1);
        }
        return this.add({ kind: "head", inspectors: inspectors.map((other) => other.id) });
    }

    isInspector(person) {
        return this.visit.inspectors.some((other) => other.id === person.id);
    }

    setLeader(ev) {
        this.visit.leader = Number(ev.target.value) || false;
        return this.add({ kind: "head", leader: this.visit.leader || 0 });
    }

    addChecklist(ev) {
        const checklist = Number(ev.target.value);
        ev.target.value = "";
        return checklist && this.add({ kind: "checklist", checklist });
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    openFinish() {
        this.flushTyping();
        const open = this.visit.lines.find((line) => !line.result);
        if (open) {
            const left = this.visit.lines.length - this.answered;
            this.notification.add(_t("%s items are not answered yet.", left), { type: "warning" });
            this.state.folded = {};
            setTimeout(() => this.showLine(open));
            return;
        }
        const bare = this.findings.find(
            (line) => line.fixed_on_spot && this.visit.after_photo && !this.photos(line, true).length
        );
        if (bare) {
            this.notification.add(_t("“%s” was put right on the spot: take a photo that shows it.", bare.note || bare.name), {
                type: "warning",
            });
            this.showLine(bare);
            return;
        }
        this.state.finishing = true;
    }

    async finish(values) {
        this.state.finish = values.kept;
        this.visit.representative_name = values.entry.representative_name;
        for (const entry of this.refused.filter((other) => other.content.kind === "finish")) {
            await this.forget(entry);
        }
        this.state.finishing = false;
        await this.add({ kind: "finish", ...values.entry });
    }

    openNotice() {
        return this.action.doActionButton({
            type: "object",
            name: "action_create_notice",
            resModel: "safety.inspection",
            resId: this.visit.id,
            resIds: [this.visit.id],
        });
    }

    openHazards() {
        return this.action.doActionButton({
            type: "object",
            name: "action_open_hazards",
            resModel: "safety.inspection",
            resId: this.visit.id,
            resIds: [this.visit.id],
        });
    }

    openRecord() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "safety.inspection",
            res_id: this.visit.id,
            views: [[false, "form"]],
        });
    }
}
