// The tool that measures: points are set by clicks, pulled, taken back; a click on a mast takes its exact place and code.
// Lengths, directions and areas are worked out here, on the ellipsoid WGS 84 (geodesy.js); the plane's beside them
// wherever they differ in the digits that are shown.
import { copyText } from "../../frame/copy.js";
import { css } from "../ground/ground.js";
import { el, formats } from "../parts.js";
import { narrow } from "../sheet.js";
import { area, bearing, crosses, legs, length, onGrid } from "./geodesy.js";

const { L } = window;
const PANE = "measure";

/** @typedef {{lat: number, lng: number, code: string}} Point */

export const measure = { id: "measure", start };

function start(map, config, desk) {
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = "640";
  const card = document.getElementById("measure-card").content.cloneNode(true);
  const words = card.querySelector("[data-winds]").dataset;
  desk.card.replaceChildren(card);
  const part = (name) => desk.card.querySelector(`[data-part=${name}]`);
  const { number } = formats(config.lang);
  const winds = words.winds.split(",");
  const renderer = L.svg({ pane: PANE });
  const layer = L.layerGroup().addTo(map);
  const line = L.polygon([], {
    renderer,
    color: css("--measure"),
    weight: 3,
    fillOpacity: 0,
    interactive: false,
  });
  const pull = L.polyline([], {
    renderer,
    color: css("--measure"),
    weight: 2,
    dashArray: "4 6",
    interactive: false,
  });
  line.addTo(layer);
  pull.addTo(layer);
  /** @type {Point[]} */
  const points = desk.given
    ? [{ lat: Number(desk.given.lat), lng: Number(desk.given.lon), code: desk.given.code }]
    : [];
  let marks = [];
  let asArea = false;

  const metresWords = (value) => (value < 10_000 ? `${number(value, 1)} m` : `${number(value / 1000, 3)} km`);
  const squareWords = (value) =>
    value < 10_000
      ? `${number(value, 0)} m²`
      : value < 1e6
        ? `${number(value / 1e4, 2)} ha`
        : `${number(value / 1e6, 3)} km²`;
  /** @type {() => [number, number][]} */
  const places = () => points.map(({ lat, lng }) => [lng, lat]);
  const directionWords = (from, to) => {
    const turned = bearing(from, to);
    return `${number(turned, 1)}° (${winds[Math.floor(turned / 45 + 0.5) % 8]})`;
  };
  const nameOf = (at) => points[at].code || `${words.point} ${at + 1}`;

  // What stands in the card: [name, value, value on the plane where its digits differ].
  function results() {
    const ring = places();
    if (ring.length < 2) return [];
    const closed = asArea && ring.length > 2;
    const along = closed ? [...ring, ring[0]] : ring;
    const grid = onGrid(config.plane, along);
    const beside = (shown, of, write) => {
      const other = grid && write(grid[of]);
      return other && other !== shown ? other : "";
    };
    const whole = metresWords(length(along));
    const found = [[closed ? words.perimeter : words.length, whole, beside(whole, "length", metresWords)]];
    if (!closed) return found;
    if (crosses(ring)) return [[words.area, words.crosses, ""], ...found];
    const inside = squareWords(area(ring));
    return [[words.area, inside, beside(inside, "area", squareWords)], ...found];
  }

  function legLines() {
    const ring = places();
    const along = asArea && ring.length > 2 ? [...ring, ring[0]] : ring;
    return legs(along).map((leg, at) => [
      `${nameOf(at)} → ${nameOf((at + 1) % points.length)}`,
      metresWords(leg),
      directionWords(along[at], along[at + 1]),
    ]);
  }

  function copied(text) {
    const button = el("button", { type: "button", class: "copy", title: words.copy }, text);
    button.addEventListener("click", async () => {
      part("said").textContent = (await copyText(text))
        ? `${config.texts.copied}: ${text}`
        : config.texts.notCopied;
    });
    return button;
  }

  function write() {
    const found = results();
    part("hint").hidden = points.length > 1;
    part("results").replaceChildren(
      ...found.flatMap(([name, value, other]) => [
        el("dt", {}, name),
        el("dd", {}, copied(value), other ? el("span", { class: "sub" }, "VN-2000: ", copied(other)) : null),
      ]),
    );
    const lines = legLines();
    part("legs").hidden = lines.length === 0;
    part("rows").replaceChildren(
      ...lines.map((cells) => el("tr", {}, ...cells.map((text) => el("td", {}, text)))),
    );
    for (const name of ["undo", "clear"]) part(name).disabled = points.length === 0;
  }

  function trace() {
    const closed = asArea && points.length > 2;
    line.setLatLngs(points).setStyle({ fillOpacity: closed ? 0.12 : 0 });
    // a polygon closes itself: an open line is drawn forth and back
    if (!closed) line.setLatLngs([...points, ...points.slice(1, -1).reverse()]);
  }

  function draw() {
    for (const mark of marks) mark.remove();
    const run = legs(places());
    let sum = 0;
    marks = points.map((point, at) => {
      sum += run[at - 1] ?? 0;
      const mark = L.marker(point, {
        pane: PANE,
        draggable: true,
        autoPan: true,
        keyboard: true,
        title: nameOf(at),
        icon: L.divIcon({ className: "measure-point", iconSize: narrow.matches ? [44, 44] : [24, 24] }),
      });
      mark.on("drag", () => {
        points[at] = { ...mark.getLatLng(), code: "" };
        trace();
        write();
      });
      mark.on("dragend", async () => {
        points[at] = await snapped(mark.getLatLng(), map.latLngToContainerPoint(mark.getLatLng()));
        draw();
      });
      mark.on("keydown", ({ originalEvent: event }) => {
        if (event.key === "Delete") drop(at);
      });
      const label = at ? metresWords(sum) : points[0].code;
      if (label)
        mark.bindTooltip(point.code && at ? `${label} · ${point.code}` : label, {
          permanent: true,
          direction: "auto",
          offset: [8, 0],
          className: "measure-label",
          pane: PANE,
        });
      return mark.addTo(layer);
    });
    pull.setLatLngs([]);
    trace();
    write();
  }

  // A mast under the finger is meant by it: its place to the last digit, and its code.
  async function snapped(latlng, at) {
    const item = desk.mastLayer.hit(at, narrow.matches ? 14 : 6);
    const loose = { lat: latlng.lat, lng: latlng.lng, code: "" };
    if (!item || item.mast < 0) return loose;
    const { masts } = desk.mastLayer;
    const answer = await fetch(`${config.urls.site}?number=${masts.site[item.mast]}&lang=${config.lang}`, {
      headers: { Accept: "text/html", "X-Part": "1" },
    }).catch(() => null);
    if (!answer?.ok) return loose;
    const site = /** @type {HTMLElement} */ (
      new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-code]")
    );
    return site
      ? { lat: Number(site.dataset.lat), lng: Number(site.dataset.lon), code: site.dataset.code }
      : loose;
  }

  function drop(at) {
    points.splice(at, 1);
    draw();
  }

  let turn = 0;
  async function add({ latlng, containerPoint }) {
    const last = points.at(-1);
    if (last && map.latLngToContainerPoint(last).distanceTo(containerPoint) < 4) return; // a second click of two
    const mine = turn;
    const point = await snapped(latlng, containerPoint);
    if (mine !== turn) return; // taken back or ended meanwhile
    points.push(point);
    draw();
  }
  function follow({ latlng }) {
    if (points.length && !narrow.matches) pull.setLatLngs([points.at(-1), latlng]);
  }
  function undo() {
    turn += 1;
    drop(points.length - 1);
  }
  function keys(event) {
    if (event.target.closest("input:not([type=radio]), textarea, select") || !points.length) return;
    if (event.key === "Backspace" || (event.key === "z" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      undo();
    }
  }

  desk.card.addEventListener("change", ({ target }) => {
    asArea = target.value === "area";
    draw();
  });
  part("undo").addEventListener("click", undo);
  part("clear").addEventListener("click", () => {
    turn += 1;
    points.length = 0;
    draw();
  });
  part("copy-legs").addEventListener("click", async () => {
    const text = [
      ...legLines(),
      ...results().map(([name, value, other]) => [name, value, other && `VN-2000: ${other}`]),
    ]
      .map((cells) => cells.filter(Boolean).join("\t"))
      .join("\n");
    part("said").textContent = (await copyText(text)) ? config.texts.copied : config.texts.notCopied;
  });
  part("end").addEventListener("click", () => desk.end());
  map.on("click", add);
  map.on("mousemove", follow);
  map.doubleClickZoom.disable();
  document.addEventListener("keydown", keys);
  draw();

  return () => {
    turn += 1;
    map.off("click", add);
    map.off("mousemove", follow);
    map.doubleClickZoom.enable();
    document.removeEventListener("keydown", keys);
    layer.remove();
  };
}
