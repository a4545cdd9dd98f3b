/**
 * GCJ-02, in which Chinese map providers draw, and WGS-84, as phones say positions. The shift is the published
 * approximation; the way back is found by repeating it, to less than a centimetre.
 */

const AXIS = 6378245;
const ECCENTRICITY = 0.00669342162296594323;

function outside(latitude, longitude) {
    return longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271;
}

function waves(value, ...lengths) {
    return lengths.reduce((sum, [amount, length]) => sum + amount * Math.sin(value * length * Math.PI), 0);
}

function shift(latitude, longitude) {
    const x = longitude - 105;
    const y = latitude - 35;
    const common = (waves(x, [20, 6], [20, 2]) * 2) / 3;
    let down = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
    down += common + (waves(y, [20, 1], [40, 1 / 3]) * 2) / 3 + (waves(y, [160, 1 / 12], [320, 1 / 30]) * 2) / 3;
    let right = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
    right += common + (waves(x, [20, 1], [40, 1 / 3]) * 2) / 3 + (waves(x, [150, 1 / 12], [300, 1 / 30]) * 2) / 3;
    const angle = (latitude / 180) * Math.PI;
    const magic = 1 - ECCENTRICITY * Math.sin(angle) ** 2;
    const root = Math.sqrt(magic);
    return [
        (down * 180) / (((AXIS * (1 - ECCENTRICITY)) / (magic * root)) * Math.PI),
        (right * 180) / ((AXIS / root) * Math.cos(angle) * Math.PI),
    ];
}

export function toGcj(latitude, longitude) {
    if (outside(latitude, longitude)) {
        return [latitude, longitude];
    }
    const [down, right] = shift(latitude, longitude);
    return [latitude + down, longitude + right];
}

export function fromGcj(latitude, longitude) {
    let found = [latitude, longitude];
    for (let round = 0; round < 6; round++) {
        const [north, east] = toGcj(...found);
        found = [found[0] + latitude - north, found[1] + longitude - east];
    }
    return found;
}

/** The two directions for tiles of a datum: from what is kept to what is drawn, and back. */
export function projection(datum) {
    const same = (latitude, longitude) => [latitude, longitude];
    return datum === "gcj02" ? { draw: toGcj, keep: fromGcj } : { draw: same, keep: same };
}
