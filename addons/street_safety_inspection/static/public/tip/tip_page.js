/** The public page for tips: where the phone stands, only when its owner says so. No framework: it has to be light. */
document.addEventListener("click", (event) => {
    const button = event.target.closest(".o_safety_here");
    if (!button || !navigator.geolocation) {
        return;
    }
    const form = button.closest("form");
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
            form.elements.latitude.value = coords.latitude.toFixed(6);
            form.elements.longitude.value = coords.longitude.toFixed(6);
            button.textContent = `✓ ${form.elements.latitude.value}, ${form.elements.longitude.value}`;
        },
        () => (button.disabled = false),
        { enableHighAccuracy: true, timeout: 15000 }
    );
});
