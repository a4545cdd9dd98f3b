import { registry } from "@web/core/registry";

import { openMenu, reached, sign, signPad, takePhoto } from "@street_safety_base/../tests/tours/tour_helpers";

// The slice, told by three people: inspection, notice, rectification, acceptance, violation, appraisal. No words of
// the interface in the triggers: the tours run in the language of the user.
const tours = registry.category("web_tour.tours");

tours.add("street_safety_slice_inspect", {
    steps: () => [
        {
            content: "the app opens on My work; the card of the inspections due has one button",
            trigger: ".o_safety_duty_kanban .o_kanban_record:has(button[name=action_missing]) button[name=action_do]",
            run: "click",
        },
        {
            content: "the enterprises that are still missing, each one tap from its inspection on the phone",
            trigger: "button[name=action_prove_duty]:first",
            run: "click",
        },
        {
            content: "where a colleague is at it already, make one's own",
            trigger: ".o_safety_answer [data-result=conform], .o_safety_own",
            run() {
                document.querySelector(".o_safety_own")?.click();
            },
        },
        {
            content: "the checklist is loaded: everything conforms",
            trigger: ".o_safety_answer [data-result=conform]",
            async run() {
                for (const button of document.querySelectorAll(".o_safety_answer [data-result=conform]")) {
                    button.click();
                    await new Promise((resolve) => setTimeout(resolve));
                }
            },
        },
        { trigger: ".o_safety_progress .progress[aria-valuenow='100']" },
        { content: "but one thing", trigger: ".o_safety_answer:eq(2) [data-result=not]", run: "click" },
        { trigger: ".o_safety_finding textarea", run: "edit 配电箱门缺失，线头裸露" },
        { content: "a general one", trigger: ".o_safety_finding [data-severity=general]", run: "click" },
        takePhoto(".o_safety_finding"),
        { trigger: ".o_safety_finding .o_safety_photo img" },
        { content: "the server has everything", trigger: ".o_safety_saved" },
        { trigger: ".o_safety_end", run: "click" },
        signPad(0),
        { trigger: ".o_safety_representative", run: "edit 王建国" },
        signPad(1),
        { trigger: ".o_safety_confirm", run: "click" },
        { content: "done", trigger: ".o_safety_visit_form[data-state=done] .o_safety_saved" },
        { content: "the hazard", trigger: ".o_safety_hazards", run: "click" },
        { trigger: ".o_kanban_record:contains(配电箱), .o_data_row:contains(配电箱)" },
    ],
});

tours.add("street_safety_slice_notice", {
    steps: () => [
        { trigger: ".o_form_statusbar button[name=action_create_notice]", run: "click" },
        { content: "the hazard is on it", trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(配电箱)" },
        { trigger: ".o_form_statusbar button[name=action_issue]", run: "click" },
        ...sign(),
        { content: "the number", trigger: ".oe_title .o_field_widget[name=number]:contains(号)" },
        { content: "issued, so it can be served", trigger: ".o_form_statusbar button[name=action_serve]" },
    ],
});

tours.add("street_safety_slice_rectify", {
    steps: () => [
        takePhoto(".o_field_widget[name=after_photo_ids]"),
        { trigger: ".o_field_widget[name=after_photo_ids] .o_safety_photo img" },
        { trigger: ".o_field_widget[name=rectification_note] textarea", run: "edit 已更换配电箱门，包好线头" },
        { trigger: "button[name=action_submit]", run: "click" },
        {
            content: "handed in, and nobody accepts their own",
            trigger: ".o_form_view:not(:has(button[name=action_submit])):not(:has(button[name=action_accept]))",
        },
    ],
});

tours.add("street_safety_slice_accept", {
    steps: () => [
        { trigger: ".o_form_statusbar button[name=action_accept]", run: "click" },
        { trigger: ".o_form_statusbar button[name=action_close]", run: "click" },
        { content: "closed", trigger: ".o_form_statusbar button[name=action_reopen]" },
        { content: "and frozen", trigger: ".o_field_widget[name=after_photo_ids]:not(:has(input[type=file]))" },
    ],
});

tours.add("street_safety_slice_confirm", {
    steps: () => [
        { content: "the app opens on My work", trigger: ".o_menu_sections" },
        ...openMenu(
            "street_safety_base.menu_street_safety_accountability",
            "street_safety_accountability.safety_violation_menu"
        ),
        {
            content: "proposed in the night, of a seat that somebody held",
            trigger: ".o_kanban_group:first .o_kanban_record:has([name=user_ids] img)",
            run: "click",
        },
        { trigger: ".o_form_statusbar button[name=action_confirm]", run: "click" },
        reached("confirmed"),
        { content: "what it costs", trigger: ".o_notebook [name=penalties]", run: "click" },
        { trigger: ".o_field_widget[name=penalty_ids] .o_data_row" },
    ],
});

tours.add("street_safety_slice_appraise", {
    steps: () => [
        ...openMenu(
            "street_safety_base.menu_street_safety_accountability",
            "street_safety_accountability.safety_appraisal_menu"
        ),
        { content: "this year's", trigger: ".o_data_row:first .o_data_cell[name=unit_id]", run: "click" },
        { trigger: ".o_form_statusbar button[name=action_recompute]", run: "click" },
        {
            content: "a figure opens the records it counts",
            trigger: ".o_field_widget[name=line_ids] .o_data_row button[name=action_open_counted]",
            run: "click",
        },
        { content: "the records", trigger: ".o_action_manager:not(:has(.o_form_view)) .o_data_row" },
        { trigger: ".breadcrumb-item.o_back_button a", run: "click" },
        { content: "the sheet", trigger: ".o_form_statusbar button[name=action_sheet]", run: "click" },
        {
            content: "arrives",
            trigger: ".o_form_view",
            async run() {
                const arrived = () =>
                    performance
                        .getEntriesByType("resource")
                        .some(({ name, responseStatus }) => name.includes("/report/") && responseStatus === 200);
                for (let round = 0; !arrived(); round++) {
                    if (round === 50) {
                        throw new Error("The appraisal sheet was not delivered.");
                    }
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
            },
        },
    ],
});
