// The drawing board: the map's clicks become corners or pins, the form's words go with the shape to the draft.

import { number, post, say } from "../map/drawing_board.js";
import { Editor } from "../map/editor.js";
import { borders, css, fit, prepare } from "../map/ground/ground.js";
import { AreaChooser } from "../map/tools/area_chooser.js";
import { area, length } from "../map/tools/geodesy.js";
import { zoneStyle } from "../map/zone_layer.js";
import { surroundings } from "./around.js";
import { ScanDesk } from "./scan.js";

const { L } = window;
const { map, config } = window.btsDesk;
const { texts } = config;
const byId = (id) => document.getElementById(id);

const readPoints = async (text) => (await post(config.urls.points, { text })).data?.points ?? null;

prepare(map, config, { panes: ["scan", "zones", "drawing"] });
const others = L.geoJSON(config.features, {
  pane: "zones",
  interactive: false,
  style: (feature) => zoneStyle(feature.properties),
}).addTo(map);
let fixed = null;
if (config.editing && !config.editing.points)
  fixed = L.geoJSON(config.editing.shape, {
    pane: "zones",
    interactive: false,
    style: { color: css("--accent"), weight: 3, fillOpacity: 0.1 },
  }).addTo(map);

function measure(editor) {
  const { points } = editor;
  byId("undo").disabled = !editor.past.length;
  byId("clear").disabled = !points.length;
  if (fixed) fixed[points.length ? "remove" : "addTo"](map);
  const told = points.length ? [`${number(points.length, 0)} ${texts.points}`] : [];
  const shape = editor.drawn();
  if (shape && shape.kind !== "circle") {
    const places = points.map((point) => [point.lng, point.lat]);
    told.push(
      shape.kind === "line"
        ? `${texts.length} ${number(length(places), 0)} m`
        : `${texts.area} ${number(area(places) / 10_000, 2)} ha`,
    );
  }
  byId("measure").textContent = told.join(" · ");
  if (document.activeElement !== byId("points"))
    byId("points").value = points
      .map((point) => `${point.lat.toFixed(6)}, ${point.lng.toFixed(6)}`)
      .join("\n");
}

const editor = new Editor(map, { texts, changed: measure, colour: css("--accent") });
const scan = new ScanDesk(map, config, { post, readPoints, number, colour: css("--review") });

// ---- an area by its communes, former districts, or a hand's loop -----------------------------------------
let kindNow = "polygon";
const MOST_EDITED = 400; // corners that a person can move by hand (web/zones/draw.py)
const outlined = (_text, answer) => {
  byId("area-corners").disabled = !answer?.shape;
  const error = byId("zone-error");
  if (answer?.error_m > Number(error.value)) error.value = String(Math.ceil(answer.error_m));
};
const board = document.querySelector("[data-area-board]");
const chooser = new AreaChooser(map, config, board, outlined, { keys: true });
byId("area-corners").addEventListener("click", () => {
  const { shape } = chooser.answer;
  const rings = shape.type === "Polygon" ? shape.coordinates : shape.coordinates.flat();
  if (rings.length !== 1 || rings[0].length > MOST_EDITED) {
    chooser.say(texts.cornersMany, true);
    return;
  }
  chooser.change([]);
  document.querySelector("input[name=kind][value=polygon]").checked = true;
  setKind("polygon");
  editor.put(rings[0].slice(0, -1).map(([lon, lat]) => [lat, lon]));
});

function setKind(kind) {
  kindNow = kind;
  const byArea = kind === "area";
  byId("area-field").hidden = !byArea;
  byId("corner-tools").hidden = byArea;
  if (!byArea) chooser.setMode("");
  if (byArea) {
    editor.put([]);
    byId("radius-field").hidden = true;
    byId("draw-hint").textContent = texts.areaHint;
    return;
  }
  if (chooser.parts.length) chooser.change([]);
  byId("radius-field").hidden = kind !== "circle";
  byId("draw-hint").textContent = texts[`${kind}Hint`];
  editor.setKind(kind);
}

for (const field of document.querySelectorAll("input[name=kind]"))
  field.addEventListener("change", () => setKind(field.value));
byId("radius").addEventListener("input", (event) => {
  editor.radius = Number(event.target.value) || 0;
  editor.outline();
});
byId("undo").addEventListener("click", () => editor.undo());
byId("clear").addEventListener("click", () => editor.clear());
byId("snap").addEventListener("change", (event) => {
  editor.snapping = event.target.checked;
});
async function apply() {
  const found = await readPoints(byId("points").value);
  if (!found?.length) return Boolean(found);
  editor.put(found.map(([lon, lat]) => [lat, lon]));
  fit(map, L.latLngBounds(editor.points).pad(0.3));
  return true;
}
byId("points-apply").addEventListener("click", apply);
document.addEventListener("keydown", (event) => {
  const typing = /** @type {HTMLElement} */ (event.target).closest("input, textarea, select");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
    event.preventDefault();
    editor.undo();
  }
});
map.on("click", (event) => {
  if (kindNow !== "area" && !scan.onMap(event.latlng)) editor.add(event.latlng);
});
map.doubleClickZoom.disable(); // two quick corners are two corners

byId("classes-stated").addEventListener("change", (event) => {
  byId("classes-list").hidden = !event.target.checked;
});
byId("zone-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const id = byId("zone-id").value;
  const byArea = kindNow === "area";
  // what was pasted and not put on the map yet is the shape that is meant
  if (!byArea && !editor.drawn() && byId("points").value.trim() && !(await apply())) return;
  const untouched = id && !byArea && !editor.past.length && (fixed || editor.kind === config.editing.kind);
  const chosen = chooser.text ? { kind: "area", area: chooser.text } : null;
  const drawn = untouched ? null : byArea ? chosen : editor.drawn(); // a shape that nobody moved stays as it is
  if (!drawn && !untouched) {
    say(texts.need);
    return;
  }
  const classes = byId("classes-stated").checked
    ? [...document.querySelectorAll("input[name=classes]:checked")].map((field) => field.value)
    : null;
  const error = byId("zone-error").value;
  byId("save").disabled = true;
  const { data } = await post(config.urls.save, {
    zone: id || null,
    seen: Number(byId("zone-version").value) || null,
    drawn,
    scan: scan.current?.id ?? null,
    name: byId("zone-name").value,
    layer: byId("zone-layer").value,
    classes,
    height: byId("zone-height").value,
    article: byId("zone-article").value,
    sentence: byId("zone-sentence").value,
    error_m: error === "" ? null : Number(error),
  });
  byId("save").disabled = false;
  if (data) location.assign(data.url);
});

const targets = others.getLayers();
editor.setTargets(targets);
const snaps = (shapes) => {
  targets.push(...shapes);
  editor.setTargets(targets);
};
if (config.editing) {
  const field = document.querySelector(`input[name=kind][value=${config.editing.kind}]`);
  field.checked = true;
  setKind(config.editing.kind);
  if (config.editing.points) {
    editor.points = config.editing.points.map(([lon, lat]) => L.latLng(lat, lon));
    editor.draw();
  }
} else if (config.chosen) {
  document.querySelector("input[name=kind][value=area]").checked = true;
  setKind("area");
  await chooser.put(config.chosen);
} else setKind("polygon");
if (chooser.answer?.box) fit(map, chooser.answer.box);
else if (!scan.sheet.bounds() || config.editing) fit(map, config.start);
await surroundings(map, config, await borders(map, config), snaps);
document.body.dataset.ready = "1";
