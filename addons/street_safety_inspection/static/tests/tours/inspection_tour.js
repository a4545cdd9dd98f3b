import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

import { signPad, takePhoto } from "@street_safety_base/../tests/tours/tour_helpers";

const RealRequest = browser.XMLHttpRequest;

/** Of the page's own calls: what Odoo asks for in the background is not what is tested here. */
class CutRequest extends RealRequest {
    open(method, url, ...more) {
        this.isOurs = url.includes("/safety.inspection/visit_");
        super.open(method, url, ...more);
    }
}

/** The network fails in mid-save: what is sent arrives, the answer never comes back. Later nothing arrives at all. */
function cutAnswers() {
    browser.XMLHttpRequest = class extends CutRequest {
        addEventListener(name, listener) {
            if (name === "load") {
                super.addEventListener("load", (event) =>
                    this.isOurs ? this.dispatchEvent(new Event("error")) : listener(event)
                );
            } else {
                super.addEventListener(name, listener);
            }
        }
    };
}

function cutEverything() {
    browser.XMLHttpRequest = class extends CutRequest {
        send(body) {
            if (this.isOurs) {
                setTimeout(() => this.dispatchEvent(new Event("error")));
            } else {
                super.send(body);
            }
        }
    };
}

const answer = (item, result) => ({
    content: `${item}: ${result}`,
    trigger: `.o_safety_answer:contains(${item}) [data-result=${result}]`,
    run: "click",
});

const saved = { content: "the server has everything", trigger: ".o_safety_saved" };

// No words of the interface in the triggers: the tour runs in the language of the user.
registry.category("web_tour.tours").add("street_safety_inspection_on_the_phone", {
    steps: () => [
        {
            content: "today's route names the enterprise that the duty still misses: one tap",
            trigger: ".o_safety_stop:contains(Sewing Ltd) .o_safety_start",
            run: "click",
        },
        { content: "the checklist is there", trigger: ".o_safety_progress:contains(0/3)" },
        answer("Exit open", "conform"),
        saved,
        {
            content: "the network fails in mid-save: the answer of the server is lost",
            trigger: ".o_safety_progress",
            run: cutAnswers,
        },
        answer("Exit lit", "not"),
        { content: "it says so, and keeps it", trigger: ".o_safety_offline" },
        { content: "say what is wrong", trigger: ".o_safety_finding textarea", run: "edit Lamp broken" },
        { content: "now nothing gets through at all", trigger: ".o_safety_progress", run: cutEverything },
        takePhoto(".o_safety_finding"),
        { content: "the photo shows, kept on the phone", trigger: ".o_safety_finding .o_safety_photo.opacity-50 img" },
        answer("Wires in tubes", "na"),
        { content: "the finding stands above", trigger: ".o_safety_chips:contains(Lamp broken)" },
        { content: "something that no checklist knows", trigger: ".o_safety_add", run: "click" },
        { trigger: ".o_safety_answer input.form-control[type=text]", run: "edit Loose dog" },
        { content: "all answered", trigger: ".o_safety_progress:contains(4/4)" },
        { content: "finish, still without network", trigger: ".o_safety_end", run: "click" },
        signPad(0),
        { trigger: ".o_safety_representative", run: "edit Chen Wu" },
        signPad(1),
        { trigger: ".o_safety_confirm", run: "click" },
        { content: "the signatures are kept until the server has them", trigger: ".o_safety_closing" },
        { content: "nothing is done yet", trigger: ".o_safety_visit_form[data-state=draft] .o_safety_offline" },
        {
            content: "the network is back",
            trigger: ".o_safety_closing",
            run() {
                browser.XMLHttpRequest = RealRequest;
                window.dispatchEvent(new Event("online"));
            },
        },
        { content: "done, nothing left on the phone", trigger: ".o_safety_visit_form[data-state=done] .o_safety_saved" },
        { content: "the form can be printed at once", trigger: ".o_safety_pdf[href*='inspection_form']" },
        { content: "on to the notice", trigger: ".o_safety_notice", run: "click" },
        { trigger: ".o_form_view:contains(Sewing Ltd) .o_field_widget[name=inspection_id]" },
    ],
});
