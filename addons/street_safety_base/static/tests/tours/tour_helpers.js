// What people do with their fingers, for the tours of all addons. No words of the interface in the triggers: tours run
// in the language of the user.

/** A menu of the app, and its entry. */
export const openMenu = (section, entry) => [
    { content: "open a menu of the app", trigger: `.o_menu_sections [data-menu-xmlid='${section}']`, run: "click" },
    { trigger: `.o-dropdown--menu [data-menu-xmlid='${entry}']`, run: "click" },
];

export const press = (name, inside = ".o_form_view") => [
    { content: `press ${name}`, trigger: `${inside} button[name='${name}']:enabled`, run: "click" },
];

/**
 * Choose a record in a field: what is typed, and the name it then has in the list. A form that still moves, because an
 * answer came late, closes the list under the finger: whoever sits there types again, and so does this.
 */
export const chooseRecord = (input, typed, name = typed) => ({
    content: `choose ${name}`,
    trigger: input,
    async run({ edit, click, waitFor }) {
        const entry = `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) a:contains(${name}):first`;
        for (let left = 4; ; left--) {
            await edit(typed, input);
            try {
                await waitFor(entry, { timeout: 2500 });
                return await click(entry);
            } catch (error) {
                if (!left) {
                    throw error;
                }
            }
        }
    },
});

/** A button of the form's head: on a phone it may hide behind the cogwheel of the status bar. */
export const step = (name) => press(name, ".o_statusbar_buttons");

export const reached = (state, field = "state") => ({
    content: `it is now ${state}`,
    trigger: `.o_field_widget[name=${field}] [aria-checked=true][data-value=${state}]`,
});

/** The dialog that asks for a reason. */
export const because = (text) => [
    { trigger: ".modal .o_field_widget[name=reason] textarea", run: `edit ${text}` },
    { trigger: ".modal button[name='action_confirm']", run: "click" },
    { trigger: "body:not(:has(.modal))" },
];

/** @returns {Promise<File>} a photo as a phone takes it */
export async function drawPhoto(name) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1800 });
    const context = canvas.getContext("2d");
    context.fillStyle = "seagreen";
    context.fillRect(200, 200, 2000, 1400);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
    return new File([blob], name, { type: "image/jpeg" });
}

/** Choose a photo in an input, wherever it stands. */
export const choosePhoto = (input) => ({
    content: "take a photo",
    trigger: input,
    async run() {
        const files = new DataTransfer();
        files.items.add(await drawPhoto("photo.jpg"));
        this.anchor.files = files.files;
        this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
    },
});

/** The camera of one of our widgets: its input is hidden behind a button. */
export const takePhoto = (scope) => choosePhoto(`${scope} input[type=file]:not(:visible)`);

/** A stroke of a finger from one corner of the pad to the other. */
export async function drawStroke(canvas) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const touch = (type, at, buttons = 1) =>
        canvas.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                cancelable: true,
                pointerId: 1,
                pointerType: "touch",
                isPrimary: true,
                button: 0,
                buttons,
                pressure: 0.5,
                clientX: left + width * at,
                clientY: top + height * (0.3 + 0.4 * Math.abs(Math.sin(9 * at))),
            })
        );
    touch("pointerdown", 0.2);
    for (let at = 0.25; at < 0.8; at += 0.05) {
        touch("pointermove", at);
        await new Promise((resolve) => setTimeout(resolve, 20)); // the pad takes no faster finger
    }
    touch("pointerup", 0.8, 0);
}

/** Sign in the dialog that asks for a signature. */
export const sign = () => [
    { content: "the box to sign in", trigger: ".modal .o_field_widget[name=image] .o_signature", run: "click" },
    {
        content: "sign",
        trigger: ".modal canvas.o_web_sign_signature",
        async run() {
            await drawStroke(this.anchor);
        },
    },
    { trigger: ".modal:has(canvas) footer .btn-primary:enabled", run: "click" },
    { content: "the signature shows", trigger: ".modal .o_field_widget[name=image] img.o_signature" },
    { trigger: ".modal button[name=action_sign]", run: "click" },
];

/** Sign in a box of the phone's screen. */
export const signPad = (pad) => ({
    content: `sign in box ${pad}`,
    trigger: `.o_safety_pad:eq(${pad}) canvas`,
    async run() {
        this.anchor.scrollIntoView({ block: "center" });
        await drawStroke(this.anchor);
    },
});
