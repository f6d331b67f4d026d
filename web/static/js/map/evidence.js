// Evidence of findings on the map, in the colour of the outcome; the finding under the pointer stands out.
const { L } = window;

const colour = (outcome) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${outcome}`).trim() || "#15232d";

export class EvidenceLayer {
  constructor(map) {
    this.group = L.layerGroup([], { pane: "evidence" }).addTo(map);
    this.renderer = L.svg({ pane: "evidence", padding: 0.2 });
  }

  clear() {
    this.group.clearLayers();
  }

  // Draws what `part` (an element with [data-evidence] findings) shows, and the spot itself.
  draw(part, spot) {
    this.clear();
    for (const item of part.querySelectorAll("[data-evidence]")) {
      const tint = colour(item.dataset.outcome);
      // what decides is filled; what only has to be known is a thin line, so that the map stays readable
      const decides = item.dataset.outcome === "fail" || item.dataset.outcome === "consent";
      const style = {
        color: tint,
        weight: decides ? 2.5 : 1.8,
        opacity: 0.9,
        fillColor: tint,
        fillOpacity: decides ? 0.08 : 0,
        dashArray: null,
      };
      const layer = L.geoJSON(JSON.parse(item.dataset.evidence), {
        renderer: this.renderer,
        pane: "evidence",
        interactive: false,
        style,
        pointToLayer: (_, at) =>
          L.circleMarker(at, {
            renderer: this.renderer,
            pane: "evidence",
            interactive: false,
            radius: 6,
            ...style,
          }),
      }).addTo(this.group);
      const strong = () => layer.setStyle({ weight: 5, fillOpacity: 0.18 });
      const plain = () => layer.setStyle(style);
      item.addEventListener("pointerenter", strong);
      item.addEventListener("pointerleave", plain);
    }
    this.mark(spot);
  }

  // A line or point with a halo, for what was chosen on the map; returns its middle as [lat, lon].
  halo(geometry) {
    for (const [colour, weight] of /** @type {[string, number][]} */ ([
      ["#ffffff", 11],
      ["#ffb000", 6],
    ])) {
      L.geoJSON(geometry, {
        renderer: this.renderer,
        pane: "evidence",
        interactive: false,
        style: { color: colour, weight, opacity: 0.85, fill: false },
        pointToLayer: (_, at) =>
          L.circleMarker(at, {
            renderer: this.renderer,
            pane: "evidence",
            interactive: false,
            radius: 9,
            color: colour,
            weight: weight / 2,
            fill: false,
          }),
      }).addTo(this.group);
    }
    const points = geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates;
    const [lon, lat] = points[Math.floor(points.length / 2)];
    return [lat, lon];
  }

  mark({ lat, lon }) {
    for (const [radius, tint, weight] of /** @type {[number, string, number][]} */ ([
      [9, "#ffffff", 6],
      [9, "#ffb000", 3],
    ])) {
      L.circleMarker([lat, lon], {
        renderer: this.renderer,
        pane: "evidence",
        interactive: false,
        radius,
        color: tint,
        weight,
        fill: false,
      }).addTo(this.group);
    }
    L.circleMarker([lat, lon], {
      renderer: this.renderer,
      pane: "evidence",
      interactive: false,
      radius: 2.5,
      stroke: false,
      fillColor: "#15232d",
      fillOpacity: 1,
    }).addTo(this.group);
  }
}
