// A place that the search found: the map goes there, and its line or its box is marked until something else is asked.
const { L } = window;

/** @typedef {{kind: string, lon: number | null, lat: number | null, box: [number, number, number, number] | null}} Place */

// Returns false where the place has neither a point nor a box: nothing is known of where it lies.
/** @type {(map: any, evidence: any, hit: Place) => boolean} */
export function showFound(map, evidence, hit) {
  const { kind, lon, lat, box } = hit;
  if (!box && lon === null) return false;
  if (box) {
    const corners = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
    map.fitBounds(corners, { animate: false, padding: [24, 24], maxZoom: 16 });
    if (kind !== "commune") frame(evidence, corners); // a commune's own border is on the map
  } else {
    map.setView([lat, lon], Math.max(map.getZoom(), kind === "place" ? 14 : 16), { animate: false });
  }
  if (lon !== null && kind !== "commune" && kind !== "district") evidence.mark({ lat, lon });
  return true;
}

// Marks the line itself where the background has it (its box stands until then); `still()` says whether the place is
// still the one that was asked for.
/** @type {(config: any, evidence: any, hit: Place & {label: string}, still: () => boolean) => Promise<void>} */
export async function markLine(config, evidence, { kind, label, box }, still) {
  if (!box || (kind !== "street" && kind !== "water")) return;
  let line = null;
  try {
    const answer = await fetch(
      `${config.urls.found}?${new URLSearchParams({ name: label, bbox: box.join(",") })}`,
    );
    if (answer.ok) line = (await answer.json()).geometry;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // no connection: the box stays
  }
  if (!line || !still()) return;
  evidence.clear();
  evidence.halo(line);
}

function frame(evidence, corners) {
  for (const [color, weight] of /** @type {[string, number][]} */ ([
    ["#ffffff", 6],
    ["#b36b00", 2.5],
  ]))
    L.rectangle(corners, {
      renderer: evidence.renderer,
      pane: "evidence",
      interactive: false,
      color,
      weight,
      opacity: 0.9,
      dashArray: weight < 4 ? "8 5" : null,
      fill: false,
    }).addTo(evidence.group);
}
