// The map of the assigned area, drawn from the phone alone: the pack's part of the office's background where it came
// along, else borders and roads; the masts, the day's round, and where one stands.

import { addBackground } from "../../map/ground/background.js";
import { roundOf, wishOf } from "../day/day.js";
import { isDone, progressOf } from "../day/progress.js";
import { button, el, icon, link } from "../dom.js";
import { mastOf, otherOf } from "../pack.js";
import { allowCompass, allowed, locate, tryAgain } from "../whereabouts/locate.js";
import { lastFix } from "../whereabouts/position.js";
import { awayWords, roundWords } from "../whereabouts/where.js";
import { t } from "../words.js";
import { fallBack } from "./overzoom.js";
import { drawCuts } from "./road_cuts.js";
import { heldOf, sourceOf } from "./tiles.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const LINES = {
  border: { color: "#7d8a93", weight: 1, dashArray: "4 3", fillColor: css("--map-land"), fillOpacity: 1 },
  road: { color: "#b59b6a", weight: 2.5, fill: false },
  railway: { color: "#4a4a4a", weight: 2, dashArray: "8 4", fill: false },
  power_line: { color: "#a48000", weight: 1.5, dashArray: "2 4", fill: false },
  zone: { color: "#7a0019", weight: 1, fillColor: "#7a0019", fillOpacity: 0.06 },
};
const IN_BACKGROUND = new Set(["road", "railway"]); // what the background draws itself, and better

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
      : css("--deep-ink")
    : state === "aside"
      ? css("--fail")
      : css("--pass");
  return {
    radius: 11,
    color: colour,
    weight: 4,
    fillColor: isDone(mast, app.visits) ? colour : css("--field-paper"),
    fillOpacity: 1,
  };
}

// A zoom of a quarter of a second and a drawing that waits for the next frame end on their map, and fail at one that is
// taken away meanwhile: it goes when it has long been still. (Leaflet forgets a waiting frame when it draws at once.)
const STILL_MS = 1500;
const leaveMap = (map) => {
  setTimeout(() => map.remove(), STILL_MS);
};

export async function mapScreen(app, here) {
  const { L } = window;
  const place = el("div", {
    class: "map",
    id: "map",
    tabindex: 0,
    role: "application",
    "aria-label": t("map.label"),
  });
  const told = el("p", { class: "map-told", role: "status" });
  const background = app.pack?.background ?? null;
  const held = background ? await heldOf(background.key) : null;
  const round = app.pack ? roundOf(app, await wishOf(app)) : null;
  let chosen = null;
  told.append(t("map.hint"));
  if (round?.steps.length)
    told.append(
      link(`${t("list.route")}: ${roundWords(round)}`, "#/route", { class: "tap wide" }, icon("route")),
    );
  here.afterShow = () => {
    const map = L.map(place, {
      attributionControl: Boolean(held?.whole),
      zoomSnap: 0.5,
      minZoom: 7,
      maxZoom: 19,
      preferCanvas: true,
      zoomControl: false,
    });
    map.setView([21.3, 106.3], 10, { animate: false }); // canvas layers need a view to be added to
    if (held?.whole) fallBack(addBackground(map, background, { source: sourceOf(held) }));
    L.control
      .zoom({ position: "bottomright", zoomInTitle: t("map.in"), zoomOutTitle: t("map.out") })
      .addTo(map);
    L.control.scale({ imperial: false, position: "topleft" }).addTo(map);
    const canvas = L.canvas({ padding: 0.3, tolerance: 14 });
    const communes = drawArea(map, canvas, app.pack?.area ?? [], Boolean(held?.whole), background?.rough);
    if (round) drawRound(map, canvas, round);
    drawCuts(map, app.pack?.roadCuts ?? []);
    const others = L.layerGroup(
      (app.pack?.others ?? []).map((mast) =>
        L.circleMarker([mast.lat, mast.lon], {
          renderer: canvas,
          radius: 3.5,
          color: "#5c666e",
          weight: 1,
          fillColor: "#a9b5bd",
          fillOpacity: 1,
        }).on("click", () => choose(mast)),
      ),
    );
    const bounds = L.latLngBounds([]);
    const rings = [];
    const names = L.layerGroup();
    const numbers = new Map((round?.steps ?? []).map((step, at) => [step.mast.id, at + 1]));
    for (const mast of app.pack?.masts ?? []) {
      const mark = markOf(mast, app);
      rings.push(
        L.circleMarker([mast.lat, mast.lon], { renderer: canvas, ...mark })
          .addTo(map)
          .on("click", () => choose(mast)),
      );
      const number = numbers.get(mast.id);
      name(mast, "mast-name", number ? `${number} · ${mast.code}` : mast.code).addTo(names);
      bounds.extend([mast.lat, mast.lon]);
    }
    const asked = here.params[0];
    const wanted = asked ? (mastOf(app, asked) ?? otherOf(app, asked)) : null;
    const way = L.latLngBounds((round?.steps ?? []).map((step) => [step.mast.lat, step.mast.lon]));
    if (wanted) {
      map.setView([wanted.lat, wanted.lon], 15, { animate: false });
      choose(wanted);
    } else {
      const shown = asked === "round" && way.isValid() ? way : bounds;
      if (shown.isValid()) map.fitBounds(shown, { animate: false, padding: [30, 30], maxZoom: 16 });
    }
    const byZoom = () => {
      const zoom = map.getZoom();
      if (zoom >= 12.5) names.addTo(map);
      else names.remove();
      communes();
      // hundreds of grey dots over a province hide its roads and tell nobody anything
      if (zoom >= 12) others.addTo(map);
      else others.remove();
      rings.forEach((ring) => {
        ring.bringToFront(); // a tap between two goes to the mast that is to be visited
        ring.setRadius(zoom < 10 ? 5 : zoom < 12 ? 7 : 11);
        ring.setStyle({ weight: zoom < 12 ? 3 : 4 });
      });
    };
    map.on("zoomend", byZoom);
    byZoom();
    const stop = myself(map, canvas, () => chosen && choose(chosen));
    place.dataset.ready = "";
    here.leave = () => {
      stop();
      leaveMap(map);
    };
  };

  function choose(mast) {
    chosen = mast;
    const own = mastOf(app, mast.id);
    const other = mast.colleague ? t("list.colleagues", { name: mast.colleague }) : t("map.other-word");
    const word = own ? progressOf(own, app.visits).word : other;
    const says = [mast.what, mast.commune, word, awayWords(mast)].filter(Boolean).join(" · ");
    if (told.dataset.mast === mast.id)
      told.lastChild.textContent = says; // a link that is tapped stays where it is
    else
      told.replaceChildren(
        link(`${mast.code} · ${mast.who}`, `#/mast/${mast.id}`, { class: "tap primary wide" }),
        el("span", { text: says }),
      );
    told.dataset.mast = mast.id;
  }

  const legend = el(
    "details",
    { class: "map-legend" },
    el("summary", { class: "tap-line", text: t("map.legend") }),
    el(
      "ul",
      { "aria-label": t("map.legend") },
      LEGEND.map(([mark, key]) =>
        el("li", {}, el("span", { class: `dot ${mark}`, "aria-hidden": "true" }), t(key)),
      ),
    ),
  );
  return [el("h1", { class: "visually-hidden", text: t("map.title") }), place, told, legend];
}

const name = (at, kind, text) =>
  window.L.marker([at.lat, at.lon ?? at.lng], {
    icon: window.L.divIcon({ className: kind, html: el("span", { text }), iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
  });

// Borders, lines and protected ground of the pack; returns what writes the communes' names as far as they have room.
function drawArea(map, canvas, area, withBackground, rough) {
  const { L } = window;
  const names = [];
  for (const [kind, shapes] of area) {
    if (withBackground && !rough && IN_BACKGROUND.has(kind)) continue;
    const style = LINES[kind] ?? LINES.zone;
    const drawn = L.geoJSON(shapes, {
      renderer: canvas,
      interactive: false,
      style: withBackground ? { ...style, opacity: 0.5, fill: style.fill ?? kind !== "border" } : style,
      pointToLayer: (_shape, at) => L.circleMarker(at, { renderer: canvas, radius: 3, interactive: false }),
    }).addTo(map);
    if (kind === "border")
      drawn.eachLayer((layer) => {
        const said = layer.feature?.properties?.name;
        const at = layer.getBounds().getCenter();
        if (said) names.push({ at, label: name(at, "commune-name", said), long: said.length });
      });
  }
  return () => {
    const [zoom, taken] = [map.getZoom(), []];
    for (const { at, label, long } of names) {
      const { x, y } = map.latLngToContainerPoint(at);
      const free = taken.every(
        (other) => Math.abs(other.y - y) > 18 || Math.abs(other.x - x) > 4 * (other.long + long) + 8,
      );
      if (zoom >= 10 && zoom < 14 && free) {
        taken.push({ x, y, long });
        label.addTo(map);
      } else label.remove();
    }
  };
}

// The day's way: whole where roads lead, dashed where it is a guess.
function drawRound(map, canvas, round) {
  for (const step of round.steps)
    if (step.line.length > 1)
      window.L.polyline(
        step.line.map(([lon, lat]) => [lat, lon]),
        {
          renderer: canvas,
          interactive: false,
          color: css("--accent"),
          weight: 5,
          opacity: 0.65,
          dashArray: step.straight ? "6 10" : null,
        },
      ).addTo(map);
}

// Where one stands: a tap asks for it and keeps the map on it until the map is moved by hand. Returns what ends it.
function myself(map, canvas, moved) {
  const { L } = window;
  const state = el("p", { class: "map-where", role: "status", hidden: true });
  const arrow = el("span", { class: "here-arrow" }, icon("arrow"));
  const me = L.layerGroup();
  const area = L.circle([0, 0], {
    renderer: canvas,
    color: css("--accent"),
    weight: 1,
    fillOpacity: 0.12,
    interactive: false,
  });
  const spot = L.marker([0, 0], {
    icon: L.divIcon({ className: "here", html: arrow, iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
    zIndexOffset: 1000,
  });
  area.addTo(me);
  spot.addTo(me);
  let [stop, following] = [null, false];
  const show = ({ phase, fix, heading }) => {
    state.hidden = phase === "fix" || phase === "off";
    if (!state.hidden) state.textContent = t(`where.${phase}`);
    follow.setAttribute("aria-pressed", String(following && phase === "fix"));
    if (!fix || phase === "off") return;
    area.setLatLng([fix.lat, fix.lon]).setRadius(fix.accuracy_m);
    spot.setLatLng([fix.lat, fix.lon]);
    arrow.classList.toggle("turned", heading !== null);
    arrow.style.transform = heading === null ? "" : `rotate(${Math.round(heading)}deg)`;
    me.addTo(map);
    if (following) map.setView([fix.lat, fix.lon], Math.max(map.getZoom(), 15), { animate: false });
    moved();
  };
  const follow = button(
    "",
    () => {
      following = true;
      allowCompass();
      if (stop) tryAgain();
      else stop = locate(show);
    },
    {
      class: "tap locate",
      id: "locate",
      "aria-label": t("map.locate"),
      title: t("map.locate"),
      "aria-pressed": "false",
    },
    icon("here"),
  );
  const Control = L.Control.extend({
    onAdd: () => {
      L.DomEvent.disableClickPropagation(follow);
      return follow;
    },
  });
  new Control({ position: "bottomright" }).addTo(map);
  map.getContainer().append(state);
  map.on("dragstart", () => {
    following = false;
    follow.setAttribute("aria-pressed", "false");
  });
  const fix = lastFix();
  if (fix) show({ phase: "fix", fix, heading: null });
  let ended = false;
  allowed().then((may) => {
    if (may && !stop && !ended) stop = locate(show);
  });
  return () => {
    ended = true;
    stop?.();
  };
}
