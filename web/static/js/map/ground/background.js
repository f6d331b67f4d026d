// The office's own background under a map: its PMTiles file drawn by protomaps-leaflet in our style, or its tile server.
// `background` is what web/map/background.py says; a page without a server hands over a `source` of the bytes.
import { nightOf } from "../../frame/night.js";
import { DAY, NIGHT } from "./background_palettes.js";
import { sorted } from "./background_schema.js";
import { labelRules, paintRules } from "./background_style.js";

const { L } = window;
const PANE = "background";
const LABELLED_TILES = 64; // what a wide screen shows at once: a name that is dropped leaves half of itself behind
const MOST_RATIO = 2; // pixels of the canvas to one of the page: a third on a phone costs twice and shows nothing more

/** @typedef {{tiles: string | null, tileUrl: string | null, attribution: string, rough: boolean,
 *   day: string | null, pictures: any[], hillshade: any, zooms?: [number, number] | null}} Background */

// Leaflet writes an attribution as markup; what a file says of itself is text.
/** @type {(text: string) => string} */
function asText(text) {
  const box = document.createElement("span");
  box.textContent = text;
  return box.innerHTML;
}

// protomaps-leaflet reads PMTiles by a class that it does not name outside.
/** @type {(protomapsL: any) => any} */
const readerOf = (protomapsL) => new protomapsL.PmtilesSource("", true).p.constructor;

/** @type {WeakMap<import("leaflet").Map, any>} */
const LAYERS = new WeakMap();

// Names that `who` writes on the map while they are shown: the background leaves them to it.
/** @type {(map: import("leaflet").Map, who: string, names: string[]) => void} */
export function leaveTo(map, who, names) {
  LAYERS.get(map)?.leaveTo(who, names);
}

// Draws the background beneath everything; null where there is none. `source` is a PMTiles source (getBytes,
// getKey) that goes before the address in `background`.
/** @type {(map: import("leaflet").Map, background: Background | null, given?: {source?: any}) => any} */
export function addBackground(map, background, { source = null } = {}) {
  map.attributionControl?.setPrefix(false);
  map.getContainer().classList.toggle("with-background", Boolean(background || source));
  if (!background && !source) return null;
  if (!map.getPane(PANE)) {
    const pane = map.createPane(PANE);
    pane.style.zIndex = "200";
    pane.style.pointerEvents = "none";
  }
  const attribution = asText(background?.attribution ?? "");
  if (!source && background?.tileUrl)
    return L.tileLayer(background.tileUrl, { pane: PANE, attribution, maxZoom: 19 }).addTo(map);
  const { protomapsL } = /** @type {any} */ (window);
  const url = source ? new (readerOf(protomapsL))(source) : background?.tiles;
  return url && protomapsL ? drawn(map, protomapsL, url, attribution, background?.zooms?.[1]) : null;
}

// `closest` is the last zoom that the file has: further in, its tiles are drawn larger.
/** @type {(map: import("leaflet").Map, protomapsL: any, url: any, attribution: string, closest?: number) => any} */
function drawn(map, protomapsL, url, attribution, closest) {
  const family = getComputedStyle(map.getContainer()).fontFamily;
  /** @type {ReadonlySet<string>} */
  let named = new Set();
  const known = (/** @type {string} */ name) => named.has(plain(name));
  const night = nightOf();
  const rules = (/** @type {boolean} */ dark) => {
    const palette = dark ? NIGHT : DAY;
    return {
      paintRules: paintRules(palette),
      labelRules: labelRules(palette, family, known),
    };
  };
  const layer = protomapsL.leafletLayer({
    url,
    pane: PANE,
    attribution,
    maxDataZoom: closest || 15,
    noWrap: true,
    keepBuffer: 1,
    devicePixelRatio: Math.min(MOST_RATIO, window.devicePixelRatio || 1),
    // names in a font that comes later would be drawn in another one, and measured by it
    tasks: [500, 600].map((weight) => document.fonts.load(`${weight} 12px ${family}`, "aăđệ")),
    ...rules(night.now()),
  });
  for (const view of layer.views.values()) {
    const from = view.tileCache.source;
    const get = from.get.bind(from);
    from.get = async (/** @type {any[]} */ ...asked) => sorted(await get(...asked));
    // nearer than its last zoom a file is drawn larger; which that is stands in its header
    const display = view.getDisplayTile.bind(view);
    view.getDisplayTile = async (/** @type {any} */ tile) => {
      try {
        view.maxDataLevel = (await from.p.getHeader()).maxZoom;
        return await display(tile);
      } catch (error) {
        throw asLeft(error);
      }
    };
  }
  const again = () => {
    layer.clearLayout();
    layer.labelers.maxLabeledTiles = LABELLED_TILES;
    if (map.hasLayer(layer)) layer.rerenderTiles();
  };
  const dress = () => {
    map.getContainer().classList.toggle("map-night", night.now());
    Object.assign(layer, rules(night.now()));
  };
  dress();
  layer.labelers.maxLabeledTiles = LABELLED_TILES;
  night.told(() => {
    dress();
    again();
  });
  /** @type {Map<string, string[]>} */
  const said = new Map();
  layer.leaveTo = (/** @type {string} */ who, /** @type {string[]} */ names) => {
    said.set(who, names.map(plain));
    const wanted = new Set([...said.values()].flat());
    if (wanted.size === named.size && [...wanted].every((name) => named.has(name))) return;
    named = wanted;
    again();
  };
  LAYERS.set(map, layer);
  return layer.addTo(map);
}

// Bytes that do not come (the page is being left, the network is gone) leave a tile blank, and it is asked for again when
// it is next in view: the browser itself tells of the network, the drawing need not.
/** @type {(error: unknown) => unknown} */
const asLeft = (error) =>
  error instanceof TypeError && error.message.includes("fetch")
    ? new DOMException(error.message, "AbortError")
    : error;

// "Phường Bắc Giang" and "Bắc Giang" are one name.
/** @type {(name: string) => string} */
export const plain = (name) =>
  name
    .normalize("NFC")
    .toLowerCase()
    .replace(/^(xã|phường|thị trấn|thị xã|thành phố|tp\.?|tx\.?|tt\.?)\s+/, "");
