// Roads that are cut: named above the list of masts, drawn on the map where it is known where. Who goes out reads
// them before the way is chosen; the net of roads that a way is worked out on does not know them.

import { el } from "../dom.js";
import { showDay, showTime, t } from "../words.js";

const STYLE = { color: "#7a0019", weight: 5, fillOpacity: 0.35 };

/** @type {(cut: any) => string} */
function lineOf(cut) {
  const at = `${showTime(cut.from)} ${showDay(cut.from)}`;
  const line = t("cuts.line", { name: cut.name, cause: t(`cuts.${cut.cause}`), at, by: cut.by });
  return cut.note ? `${line}. ${cut.note}` : line;
}

/** @type {(pack: Pack) => HTMLElement | null} */
export function cutsLine(pack) {
  const cuts = pack.roadCuts ?? [];
  if (!cuts.length) return null;
  return el(
    "details",
    { class: "warning", id: "road-cuts", open: cuts.length <= 3 },
    el("summary", { text: t("cuts.title", { count: cuts.length }) }),
    el(
      "ul",
      {},
      cuts.map((/** @type {any} */ cut) => el("li", { text: lineOf(cut) })),
    ),
  );
}

/** @type {(map: any, cuts: any[]) => void} */
export function drawCuts(map, cuts) {
  const { L } = window;
  for (const cut of cuts) {
    if (!cut.shape) continue;
    L.geoJSON(cut.shape, { style: STYLE })
      .bindTooltip(el("span", { text: lineOf(cut) }), { sticky: true })
      .addTo(map);
  }
}
