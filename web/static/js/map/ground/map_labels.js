// Labels on a map that never cover one another: each takes the first of its places that is free, and stays away where
// none is. What was asked for first has the first choice. Places are found anew after every zoom.
const { L } = window;
const HEIGHT = 19;
const PADDING = 14; // of a label's box, both sides
const REACHES = [0, 20, 40]; // how far beside its place a label may go where much lies there

/**
 * @typedef {import("leaflet").LatLngExpression} At
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box
 */

export class MapLabels {
  /** @param {import("leaflet").Map} map
   *  @param {string} pane */
  constructor(map, pane) {
    this.map = map;
    this.pane = pane;
    /** @type {{content: HTMLElement, look: string, on: At[], beside: At | null, off: number}[]} */
    this.wanted = [];
    /** @type {{at: At, reach: number}[]} */
    this.kept = [];
    this.layer = L.layerGroup().addTo(map);
    this.pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    map.on("zoomend", () => this.place());
  }

  clear() {
    this.wanted = [];
    this.kept = [];
    this.layer.clearLayers();
  }

  // A sign that has to stay in sight: no label lies within `reach` pixels of it.
  /** @type {(at: At, reach: number) => void} */
  keep(at, reach) {
    this.kept.push({ at, reach });
  }

  // `on`: places [lat, lon] with the label's middle on them; `beside`: a sign around which it stands, so many pixels off.
  /** @type {(content: HTMLElement, look: string, where: {on?: At[], beside?: At | null, off?: number}) => void} */
  want(content, look, { on = [], beside = null, off = 12 }) {
    this.wanted.push({ content, look, on, beside, off });
  }

  place() {
    this.layer.clearLayers();
    /** @type {(at: At) => import("leaflet").Point} */
    const point = (at) => this.map.latLngToLayerPoint(at);
    const taken = this.kept.map(({ at, reach }) => box(point(at), 2 * reach, 2 * reach));
    this.pen.font = `600 12px ${getComputedStyle(this.map.getContainer()).fontFamily}`;
    for (const { content, look, on, beside, off } of this.wanted) {
      const width = this.pen.measureText(content.textContent).width + PADDING;
      const places = [...on.map(point), ...(beside ? around(point(beside), width, off) : [])];
      const found = places.find((middle) => !taken.some((other) => meet(other, box(middle, width, HEIGHT))));
      if (!found) continue;
      taken.push(box(found, width, HEIGHT));
      const icon = L.divIcon({
        className: `map-label ${look}`,
        html: /** @type {HTMLElement} */ (content.cloneNode(true)),
        iconSize: [0, 0],
      });
      L.marker(this.map.layerPointToLatLng(found), {
        pane: this.pane,
        interactive: false,
        keyboard: false,
        icon,
      }).addTo(this.layer);
    }
  }
}

/** @type {(middle: {x: number, y: number}, width: number, height: number) => Box} */
const box = ({ x, y }, width, height) => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});
/** @type {(one: Box, other: Box) => boolean} */
const meet = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

// Below a sign, above it, to its sides; then the same a little farther off.
/** @type {(at: import("leaflet").Point, width: number, off: number) => import("leaflet").Point[]} */
function around(at, width, off) {
  return REACHES.flatMap((more) => {
    const [down, aside] = [off + more + HEIGHT / 2, off + more + width / 2];
    return [
      [0, down],
      [0, -down],
      [aside, 0],
      [-aside, 0],
      [aside, down],
      [-aside, down],
      [aside, -down],
      [-aside, -down],
    ].map(([x, y]) => at.add([x, y]));
  });
}
