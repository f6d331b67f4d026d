// Keeps the place that was chosen in the part of the map that the search above and the sheet below leave free.

import * as sheet from "./sheet.js";

const { L } = window;
const byId = (id) => document.getElementById(id);

export function startSight(map) {
  /** @type {[number, number] | null} */
  let chosen = null;
  const fit = () => map.invalidateSize({ pan: false, animate: false });

  // How much of the map search and sheet cover on a phone, in pixels.
  function covered() {
    if (!sheet.narrow.matches) return { above: 0, below: 0 };
    const { top, bottom, height } = map.getContainer().getBoundingClientRect();
    const above = Math.max(0, byId("search").getBoundingClientRect().bottom - top);
    const below = sheet.isOpen() ? Math.max(0, bottom - byId("sheet").getBoundingClientRect().top) : 0;
    return { above, below: Math.min(below, height / 2) }; // pulled over all of it: as if it were at its half
  }

  function reveal([lat, lon], zoom = null) {
    const target = Math.max(map.getZoom(), zoom ?? 0);
    const { above, below } = covered();
    const at = map.unproject(map.project([lat, lon], target).add([0, (below - above) / 2]), target);
    map.setView(at, target, { animate: false });
  }

  function keep() {
    if (!chosen) return;
    const { above, below } = covered();
    const [topLeft, bottomRight] = [L.point(48, 48 + above), L.point(48, 48 + below)];
    map.panInside(chosen, { paddingTopLeft: topLeft, paddingBottomRight: bottomRight, animate: false });
  }
  sheet.onSize(keep);

  return {
    fit,
    // Brings a place that was chosen into the free part of the map; `zoom` where it is gone to from elsewhere.
    show(place, push, zoom) {
      chosen = place;
      fit();
      if (zoom !== null || (push && sheet.narrow.matches)) reveal(place, zoom);
      else if (push || sheet.narrow.matches) keep();
    },
    forget() {
      chosen = null;
    },
  };
}
