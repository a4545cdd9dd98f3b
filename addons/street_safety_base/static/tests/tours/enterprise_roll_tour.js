import { registry } from "@web/core/registry";

// No words of the interface in the triggers: the tour runs in the language of the user.
registry.category("web_tour.tours").add("street_safety_roll", {
    steps: () => [
        { content: "the draft of the month", trigger: ".o_form_view .o_statusbar_status" },
        { content: "its figures", trigger: ".o_field_widget[name='closing']:contains(1)" },
        { content: "confirm", trigger: ".o_form_statusbar button[name='action_confirm']", run: "click" },
        { content: "really", trigger: ".modal-footer .btn-primary", run: "click" },
        {
            content: "confirmed by me",
            trigger: ".o_field_widget[name='confirmed_by_id']:contains(test_cadre)",
        },
        { content: "nothing left to confirm", trigger: ".o_form_statusbar:not(:has(button[name='action_confirm']))" },
        { content: "who is on it", trigger: "button[name='action_open_members']", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(晨光制鞋厂)" },
    ],
});

function downloads(name) {
    return [
        { trigger: `button[name='${name}']`, run: "click" },
        { content: "handed over to the browser", trigger: "body[data-downloads]" },
    ];
}

registry.category("web_tour.tours").add("street_safety_booklet", {
    steps: () => [
        {
            content: "count what is downloaded",
            trigger: ".o_form_view button[name='action_print_booklet']",
            run() {
                const send = XMLHttpRequest.prototype.send;
                XMLHttpRequest.prototype.send = function (body) {
                    this.addEventListener("load", () => {
                        const kind = this.getResponseHeader("content-type") || "";
                        if (this.status === 200 && /pdf|sheet/.test(kind)) {
                            document.body.dataset.downloads = `${document.body.dataset.downloads || ""} ${kind}`;
                        }
                    });
                    return send.call(this, body);
                };
            },
        },
        ...downloads("action_print_booklet"),
        { trigger: "body[data-downloads*='pdf']" },
        ...downloads("action_print_booklet_xlsx"),
        { trigger: "body[data-downloads*='sheet']" },
    ],
});
