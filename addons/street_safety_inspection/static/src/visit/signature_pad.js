import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

const RATIO = 2;

/** A box to sign in with a finger. It draws itself, because the library of the web client is fetched when needed – and
 *  the network is what is missing on the spot. */
export class SignaturePad extends Component {
    static template = "street_safety_inspection.SignaturePad";
    static props = {
        label: String,
        image: { type: String, optional: true },
        onSigned: Function,
    };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ drawn: Boolean(this.props.image) });
        onMounted(() => this.prepare());
        onWillUnmount(() => this.keep());
    }

    prepare() {
        const canvas = this.canvas.el;
        canvas.width = canvas.clientWidth * RATIO;
        canvas.height = canvas.clientHeight * RATIO;
        this.pen = canvas.getContext("2d");
        Object.assign(this.pen, { lineWidth: 2.5 * RATIO, lineCap: "round", lineJoin: "round", strokeStyle: "#00003c" });
        if (this.props.image) {
            const picture = new Image();
            picture.onload = () => this.pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
            picture.src = `data:image/png;base64,${this.props.image}`;
        }
    }

    at(ev) {
        const { left, top } = this.canvas.el.getBoundingClientRect();
        return [(ev.clientX - left) * RATIO, (ev.clientY - top) * RATIO];
    }

    onDown(ev) {
        this.drawing = true;
        try {
            this.canvas.el.setPointerCapture(ev.pointerId);
        } catch {
            // a finger that has left the glass already
        }
        this.pen.beginPath();
        this.pen.moveTo(...this.at(ev));
    }

    onMove(ev) {
        if (this.drawing) {
            this.pen.lineTo(...this.at(ev));
            this.pen.stroke();
            this.state.drawn = true;
        }
    }

    onUp() {
        this.drawing = false;
        this.keep();
    }

    keep() {
        if (this.state.drawn && this.canvas.el) {
            this.props.onSigned(this.canvas.el.toDataURL("image/png").split(",")[1]);
        }
    }

    clear() {
        this.pen.clearRect(0, 0, this.canvas.el.width, this.canvas.el.height);
        this.state.drawn = false;
        this.props.onSigned("");
    }
}
