// The map of the assigned area, drawn from the pack alone: no tile, no network.
import { el } from "./dom.js";
import { lastFix } from "./position.js";
import { isDone, progressOf } from "./progress.js";
import { t } from "./words.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const LINES = {
  border: { color: "#7d8a93", weight: 1, dashArray: "4 3", fillColor: "#fbfbf8", fillOpacity: 1 },
  road: { color: "#b59b6a", weight: 2.5, fill: false },
  railway: { color: "#4a4a4a", weight: 2, dashArray: "8 4", fill: false },
  power_line: { color: "#a48000", weight: 1.5, dashArray: "2 4", fill: false },
  zone: { color: "#7a0019", weight: 1, fillColor: "#7a0019", fillOpacity: 0.06 },
};

// what each mark says: hollow is not done, filled is done, whatever its colour
const LEGEND = [
  ["open", "map.open"],
  ["done", "map.done"],
  ["own", "map.own"],
  ["own done", "map.own-done"],
  ["other", "map.other"],
  ["here", "map.here"],
];

// A colour, a filling and a word for each state; the word stands in the mast's name.
function markOf(mast, app) {
  const { own, state } = progressOf(mast, app.visits);
  const colour = !own
    ? mast.late
      ? css("--fail")
      : css("--deep")
    : state === "aside"
      ? css("--fail")
      : css("--pass");
  return {
    radius: 11,
    color: colour,
    weight: 4,
    fillColor: isDone(mast, app.visits) ? colour : "#fff",
    fillOpacity: 1,
  };
}

// A zoom of a quarter of a second and a drawing that waits for the next frame end on their map, and fail at one that is
// taken away meanwhile: it goes when it has long been still. (Leaflet forgets a waiting frame when it draws at once.)
const STILL_MS = 1500;
const leaveMap = (map) => {
  setTimeout(() => map.remove(), STILL_MS);
};

export function mapScreen(app, here) {
  const { L } = window;
  const place = el("div", {
    class: "map",
    id: "map",
    tabindex: 0,
    role: "application",
    "aria-label": t("map.label"),
  });
  const told = el("p", { class: "map-told", role: "status", text: t("map.hint") });
  here.afterShow = () => {
    const map = L.map(place, {
      attributionControl: false,
      zoomSnap: 0.5,
      minZoom: 7,
      maxZoom: 19,
      preferCanvas: true,
      zoomControl: false,
    });
    map.setView([21.3, 106.3], 10, { animate: false }); // canvas layers need a view to be added to
    L.control
      .zoom({ position: "bottomright", zoomInTitle: t("map.in"), zoomOutTitle: t("map.out") })
      .addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    const canvas = L.canvas({ padding: 0.3, tolerance: 14 });
    for (const [kind, shapes] of app.pack?.area ?? []) {
      L.geoJSON(shapes, {
        renderer: canvas,
        interactive: false,
        style: LINES[kind] ?? LINES.zone,
        pointToLayer: (_shape, at) => L.circleMarker(at, { renderer: canvas, radius: 3, interactive: false }),
      }).addTo(map);
    }
    for (const [lon, lat] of app.pack?.others ?? [])
      L.circleMarker([lat, lon], {
        renderer: canvas,
        radius: 3.5,
        color: "#5c666e",
        weight: 1,
        fillColor: "#a9b5bd",
        fillOpacity: 1,
        interactive: false,
      }).addTo(map);
    const bounds = L.latLngBounds([]);
    const rings = [];
    const names = L.layerGroup();
    for (const mast of app.pack?.masts ?? []) {
      const mark = markOf(mast, app);
      rings.push(
        L.circleMarker([mast.lat, mast.lon], { renderer: canvas, ...mark })
          .addTo(map)
          .on("click", () => choose(mast)),
      );
      L.marker([mast.lat, mast.lon], {
        icon: L.divIcon({ className: "mast-name", html: el("span", { text: mast.code }), iconSize: [0, 0] }),
        interactive: false,
        keyboard: false,
      }).addTo(names);
      bounds.extend([mast.lat, mast.lon]);
    }
    const fix = lastFix();
    if (fix) {
      L.circle([fix.lat, fix.lon], {
        radius: fix.accuracy_m,
        renderer: canvas,
        color: css("--accent"),
        weight: 1,
        fillOpacity: 0.12,
        interactive: false,
      }).addTo(map);
      L.circleMarker([fix.lat, fix.lon], {
        renderer: canvas,
        radius: 6,
        color: "#fff",
        weight: 2,
        fillColor: css("--accent"),
        fillOpacity: 1,
        interactive: false,
      }).addTo(map);
    }
    const chosen = here.params[0] && app.pack?.masts.find((mast) => mast.id === here.params[0]);
    if (chosen) {
      map.setView([chosen.lat, chosen.lon], 15, { animate: false });
      choose(chosen);
    } else if (bounds.isValid()) map.fitBounds(bounds, { animate: false, padding: [30, 30], maxZoom: 16 });
    const byZoom = () => {
      const zoom = map.getZoom();
      if (zoom >= 12.5) names.addTo(map);
      else names.remove();
      rings.forEach((ring) => {
        ring.setRadius(zoom < 10 ? 5 : zoom < 12 ? 7 : 11);
        ring.setStyle({ weight: zoom < 12 ? 3 : 4 });
      });
    };
    map.on("zoomend", byZoom);
    byZoom();
    place.dataset.ready = "";
    here.leave = () => leaveMap(map);
  };

  function choose(mast) {
    const { word } = progressOf(mast, app.visits);
    told.replaceChildren(
      el("a", { class: "tap primary wide", href: `#/mast/${mast.id}`, text: `${mast.code} · ${mast.who}` }),
      el("span", { text: [mast.what, mast.commune, word].filter(Boolean).join(" · ") }),
    );
  }

  const legend = el(
    "ul",
    { class: "map-legend", "aria-label": t("map.legend") },
    LEGEND.map(([mark, key]) =>
      el("li", {}, el("span", { class: `dot ${mark}`, "aria-hidden": "true" }), t(key)),
    ),
  );
  return [el("h1", { class: "visually-hidden", text: t("map.title") }), place, told, legend];
}
