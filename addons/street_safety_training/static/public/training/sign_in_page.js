/** The page for signing in to a training: says where the telephone is, if its owner lets it. No framework: light. */
document.addEventListener("submit", (event) => {
    const form = event.target.closest(".o_safety_sign_in");
    if (!form || form.dataset.asked || !navigator.geolocation) {
        return;
    }
    event.preventDefault();
    form.dataset.asked = "1";
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
            form.elements.latitude.value = coords.latitude.toFixed(6);
            form.elements.longitude.value = coords.longitude.toFixed(6);
            form.submit();
        },
        () => form.submit(), // without a position: the programme says whether that is enough
        { enableHighAccuracy: true, timeout: 15000 }
    );
});
