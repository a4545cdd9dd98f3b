/** The action that shows the records a figure counts: as a list, on a phone as cards. */
export function recordsAction(name, model, domain, context = {}) {
    return {
        type: "ir.actions.act_window",
        name,
        res_model: model,
        domain,
        context,
        views: [
            [false, "list"],
            [false, "kanban"],
            [false, "form"],
        ],
        mobile_view_mode: "kanban",
        target: "current",
    };
}
