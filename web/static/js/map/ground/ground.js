// What every map of the house has in common: the background, the order of what lies upon it, borders with names, the scale,
// the words of the buttons and the legend. A page prepares its map here and draws what is its own.
import { addBackground } from "./background.js";
import { borderLines, readBorders } from "./borders.js";
import { addLegend } from "./legend.js";
import { nameZoom } from "./zoom_words.js";

const { L } = window;
export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// From below to above, one order for all maps (the background itself is 200, Leaflet's own shapes 400, its markers 600).
const ORDER = {
  land: 190,
  borders: 310,
  scan: 320,
  zones: 330,
  cables: 340,
  roads: 350,
  rings: 410,
  names: 430,
  places: 432,
  masts: 435,
  drawing: 440,
  overdue: 442,
  evidence: 445,
  rows: 450,
  track: 460,
  labels: 640,
};
// What a reader who does not see would hear as one long run of letters and names: the page says all of it in words beside.
const PICTURE = [
  "tilePane",
  "overlayPane",
  "land",
  "borders",
  "scan",
  "zones",
  "cables",
  "roads",
  "rings",
  "names",
  "places",
  "masts",
  "overdue",
];
const PROOF = ["evidence", "labels"];
const PASSIVE = new Set(["land", "borders", "cables", "roads", "names", "overdue"]); // never in the way of a pointer

// Makes the named panes of a map.
export function layOut(map, panes, { passive = false } = {}) {
  for (const name of panes) {
    const pane = map.getPane(name) ?? map.createPane(name);
    pane.style.zIndex = String(ORDER[name]);
    if (passive || PASSIVE.has(name)) pane.style.pointerEvents = "none";
  }
}

// Names the map for whoever comes to it by the keyboard, and takes its picture out of what is read aloud. Marks that one
// can go to by Tab stay: they lie in panes of their own.
export function tellMap(map) {
  const said = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=map-name]"));
  const box = map.getContainer();
  if (said && !box.hasAttribute("aria-label")) {
    box.setAttribute("role", "application"); // its arrow keys are the map's, not the reader's
    box.setAttribute("aria-label", said.content);
  }
  for (const name of [...PICTURE, ...PROOF]) map.getPane(name)?.setAttribute("aria-hidden", "true");
}

// `panes`: those that the page draws in. `passive`: the page finds itself what lies under the pointer. `still`: the wheel
// scrolls the page. `furthest`: how near one may go, where it is not a tile server that ends.
export function prepare(
  map,
  config,
  { panes = ["zones", "drawing"], passive = false, still = false, furthest = 20 } = {},
) {
  layOut(map, ["borders", "names", ...panes], { passive });
  tellMap(map);
  if (config.texts) nameZoom(map, config.texts);
  addBackground(map, config.background);
  L.control.scale({ imperial: false }).addTo(map);
  addLegend(map, config.background);
  if (still) map.scrollWheelZoom.disable();
  if (!config.background?.tileUrl) map.setMaxZoom(furthest);
}

export function fit(map, box, options = {}) {
  map.invalidateSize();
  map.fitBounds(box, { animate: false, padding: [16, 16], maxZoom: 16, ...options });
}

// Draws the communes' borders with their names; null where they cannot be had.
export async function borders(map, config, options = {}) {
  const data = await readBorders(config.urls.borders);
  return data && borderLines(map, data, { background: config.background, ...options }).addTo(map);
}
