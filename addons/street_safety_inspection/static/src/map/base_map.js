import { projection } from "./coordinates";

/**
 * A Leaflet map with the tiles that the street has chosen, or on a bare sheet: then nothing is asked of any server.
 * Positions come and go in WGS-84.
 */
export class BaseMap {
    constructor(element, settings) {
        this.leaflet = window.L;
        const { draw, keep } = projection(settings.tiles ? settings.datum : "wgs84");
        this.draw = draw;
        this.keep = keep;
        this.map = this.leaflet.map(element, {
            attributionControl: Boolean(settings.attribution),
            zoomSnap: 0.5,
            // With it the map takes the focus when pressed, the page scrolls, and the click falls on another place.
            keyboard: false,
        });
        this.map.attributionControl?.setPrefix(false);
        if (settings.tiles) {
            const options = { maxZoom: 19, attribution: settings.attribution, referrerPolicy: "no-referrer" };
            this.leaflet.tileLayer(settings.tiles, options).addTo(this.map);
        }
        this.leaflet.control.scale({ imperial: false }).addTo(this.map);
        this.marks = this.leaflet.layerGroup().addTo(this.map);
    }

    fit([south, west, north, east]) {
        this.map.fitBounds([this.draw(south, west), this.draw(north, east)], { animate: false });
    }

    center(latitude, longitude, zoom) {
        this.map.setView(this.draw(latitude, longitude), zoom, { animate: false });
    }

    /** What is shown, as [south, west, north, east]. */
    bounds() {
        const shown = this.map.getBounds();
        const [south, west] = this.keep(shown.getSouth(), shown.getWest());
        const [north, east] = this.keep(shown.getNorth(), shown.getEast());
        return [south, west, north, east];
    }

    circle(latitude, longitude, options) {
        return this.leaflet.circleMarker(this.draw(latitude, longitude), options).addTo(this.marks);
    }

    words(latitude, longitude, text, className) {
        const node = document.createElement("span");
        node.textContent = text;
        const icon = this.leaflet.divIcon({ className, html: node, iconSize: null });
        return this.leaflet
            .marker(this.draw(latitude, longitude), { icon, interactive: false, keyboard: false })
            .addTo(this.marks);
    }

    remove() {
        this.map.remove();
    }
}
