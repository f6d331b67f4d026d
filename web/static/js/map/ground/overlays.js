// What lies over the background when somebody asks for it: shaded hills and the office's own pictures.
// `background` is what web/map/background.py says; what was chosen is kept on this device.
const { L } = window;
const KEY = "bts-map-overlays";

/** @typedef {{key: string, name: string, url: string, attribution: string, zooms: [number, number],
 *   box: [[number, number], [number, number]]}} Picture */
/** @typedef {{key: string, label: string, opacity: boolean, on: () => boolean, dim: () => number,
 *   show: (wanted: boolean) => void, fade: (share: number) => void}} Overlay */

/** @type {() => Record<string, number>} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

/** @type {(key: string, share: number | null) => void} */
function keep(key, share) {
  const now = kept();
  if (share === null) delete now[key];
  else now[key] = share;
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
  } catch {
    /* a browser that keeps nothing shows nothing of it next time */
  }
}

// The overlays of a map, off until they are asked for, with the ones that this device had on put on it.
/** @type {(map: import("leaflet").Map, background: any) => Overlay[]} */
export function overlaysOf(map, background) {
  const made = [];
  if (background.hillshade)
    made.push(
      overlay(map, "hills", background.words.hills, 250, {
        url: background.hillshade,
        maxNativeZoom: 13,
      }),
    );
  for (const one of /** @type {Picture[]} */ (background.pictures ?? []))
    made.push(
      overlay(map, one.key, one.name, 300, {
        url: one.url,
        attribution: one.attribution,
        minNativeZoom: one.zooms[0],
        maxNativeZoom: one.zooms[1],
        bounds: L.latLngBounds(one.box),
      }),
    );
  return made;
}

/** @type {(map: import("leaflet").Map, key: string, label: string, order: number, given: any) => Overlay} */
function overlay(map, key, label, order, { url, attribution = "", ...options }) {
  const name = `overlay-${order}`;
  if (!map.getPane(name)) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(order);
    pane.style.pointerEvents = "none";
  }
  const said = document.createElement("span");
  said.textContent = attribution; // Leaflet writes it as markup; a file's words are text
  let share = kept()[key] ?? null;
  const layer = L.tileLayer(url, {
    pane: name,
    attribution: said.innerHTML,
    maxZoom: 22,
    opacity: share ?? 1,
    ...options,
  });
  if (share !== null) layer.addTo(map);
  return {
    key,
    label,
    opacity: order === 300,
    on: () => map.hasLayer(layer),
    dim: () => share ?? 1,
    show(wanted) {
      share = wanted ? (share ?? 1) : null;
      keep(key, share);
      layer.setOpacity(share ?? 1);
      if (wanted) layer.addTo(map);
      else layer.remove();
    },
    fade(chosen) {
      share = chosen;
      layer.setOpacity(chosen);
      if (map.hasLayer(layer)) keep(key, chosen);
    },
  };
}
