import { Component, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

import { SignaturePad } from "./signature_pad";

/** The end of a visit: who signs, or that the representative refuses; then everything goes off in one piece. */
export class VisitFinish extends Component {
    static template = "street_safety_inspection.VisitFinish";
    static components = { SignaturePad };
    static props = { visit: Object, needsSignature: Boolean, kept: Object, onBack: Function, onFinish: Function };

    setup() {
        this.notification = useService("notification");
        const { visit, kept } = this.props;
        this.state = useState({
            representative: visit.representative_name,
            refused: kept.refused || false,
            refusal_reason: kept.refusal_reason || "",
            witness_name: kept.witness_name || "",
            images: { ...(kept.images || {}) },
        });
    }

    get findings() {
        return this.props.visit.lines.filter((line) => line.result === "not");
    }

    get inspectors() {
        const { visit } = this.props;
        // Who holds the phone signs first.
        return [...visit.inspectors].sort((one, other) => (other.id === visit.me) - (one.id === visit.me));
    }

    key(role, person) {
        return `${role} ${person ? person.id : ""}`;
    }

    sign(role, person, image) {
        this.state.images[this.key(role, person)] = image;
    }

    image(role, person) {
        return this.state.images[this.key(role, person)] || "";
    }

    problem() {
        const { state } = this;
        const unsigned = this.inspectors.find((person) => person.id === this.props.visit.me && !this.image("inspector", person));
        if (unsigned) {
            return _t("%s: please sign in the box.", unsigned.name);
        }
        if (state.refused && !(state.refusal_reason.trim() && state.witness_name.trim())) {
            return _t("The representative refused to sign: write the reason and the name of a witness.");
        }
        if (this.props.needsSignature && !state.refused) {
            if (!state.representative.trim()) {
                return _t("Write the name of the enterprise's representative.");
            }
            if (!this.image("representative")) {
                return _t("The representative: please sign in the box, or record the refusal.");
            }
        }
        return "";
    }

    confirm() {
        const problem = this.problem();
        if (problem) {
            this.notification.add(problem, { type: "warning" });
            return;
        }
        const { state } = this;
        const signatures = this.inspectors
            .map((person) => ({ role: "inspector", user: person.id, name: person.name, image: this.image("inspector", person) }))
            .concat(
                state.refused
                    ? { role: "witness", name: state.witness_name, image: this.image("witness") }
                    : { role: "representative", name: state.representative, image: this.image("representative") }
            )
            .filter((one) => one.image);
        this.props.onFinish({
            kept: { ...state, images: { ...state.images } },
            entry: {
                representative_name: state.representative,
                refused: state.refused,
                refusal_reason: state.refusal_reason,
                witness_name: state.witness_name,
                signatures,
            },
        });
    }
}
