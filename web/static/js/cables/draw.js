// The drawing board of a segment: points set, moved, inserted, divided; two editors see both versions.
import { number, post, say } from "../map/drawing_board.js";
import { Editor } from "../map/editor.js";
import { css, fit } from "../map/ground/ground.js";
import { length } from "../map/tools/geodesy.js";
import { ground, surroundings } from "./ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
const { texts } = config;
const byId = (id) => document.getElementById(id);
const form = byId("cable-form");
const INSERT_PX = 9;

ground(map, config, 0.6);

let chosen = -1; // the corner that has the focus
class LineEditor extends Editor {
  // a click beside the line's middle puts a corner into it, elsewhere goes on from its end
  add(at) {
    const here = this.map.latLngToLayerPoint(at);
    let best = -1;
    let nearest = INSERT_PX;
    for (let i = 0; i + 1 < this.points.length; i += 1) {
      const [a, b] = [this.points[i], this.points[i + 1]].map((point) => this.map.latLngToLayerPoint(point));
      const away = L.LineUtil.pointToSegmentDistance(here, a, b);
      if (away < nearest) {
        nearest = away;
        best = i;
      }
    }
    if (best < 0) {
      super.add(at);
      return;
    }
    this.remember();
    this.points.splice(best + 1, 0, this.snapped(at));
    this.draw();
  }

  corner(point, index) {
    super.corner(point, index);
    const layers = this.corners.getLayers();
    const marker = layers[layers.length - 1];
    const pick = () => {
      chosen = index;
      for (const one of this.corners.getLayers())
        one.getElement()?.classList.toggle("chosen-corner", one === marker);
      state();
    };
    marker.getElement()?.addEventListener("focus", pick);
    marker.on("click", pick);
  }
}

let changed = false;
function state() {
  const divide = byId("divide");
  if (divide) divide.disabled = changed || !(chosen > 0 && chosen < editor.points.length - 1);
  byId("unsaved").textContent = changed ? texts.unsaved : "";
}
function measure(made) {
  const { points } = made;
  byId("undo").disabled = !made.past.length;
  byId("clear").disabled = !points.length;
  if (made.past.length) changed = true;
  const metres = length(points.map((point) => [point.lng, point.lat])); // as the register measures it
  byId("measure").textContent = points.length
    ? `${number(points.length, 0)} ${texts.points} · ${texts.length} ${number(metres, 0)} m`
    : "";
  if (document.activeElement !== byId("points"))
    byId("points").value = points
      .map((point) => `${point.lat.toFixed(7)}, ${point.lng.toFixed(7)}`)
      .join("\n");
  if (typeof editor !== "undefined" && editor) state();
}
let editor = null;
editor = new LineEditor(map, { texts, changed: measure, colour: css("--accent") });
editor.setKind("line");
if (config.editing && !config.editing.points)
  L.geoJSON(config.editing.shape, {
    pane: "zones",
    interactive: false,
    style: { color: css("--accent"), weight: 4 },
  }).addTo(map);
if (config.editing?.points) {
  editor.points = config.editing.points.map(([lon, lat]) => L.latLng(lat, lon));
  editor.draw();
}
byId("undo").addEventListener("click", () => editor.undo());
byId("clear").addEventListener("click", () => editor.clear());
async function apply() {
  const { data } = await post(config.urls.points, { text: byId("points").value });
  if (!data?.points.length) return Boolean(data);
  editor.put(data.points.map(([lon, lat]) => [lat, lon]));
  fit(map, L.latLngBounds(editor.points).pad(0.3), { maxZoom: 18 });
  return true;
}
byId("points-apply").addEventListener("click", apply);
form.addEventListener("input", () => {
  changed = true;
  state();
});
document.addEventListener("keydown", (event) => {
  if (
    (event.ctrlKey || event.metaKey) &&
    event.key.toLowerCase() === "z" &&
    !(/** @type {HTMLElement} */ (event.target).closest("input, textarea, select"))
  ) {
    event.preventDefault();
    editor.undo();
  }
});
map.on("click", (event) => editor.add(event.latlng));
map.doubleClickZoom.disable(); // two quick points are two points
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

const fieldsOf = () => Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf_token"));
let seen = Number(byId("segment-version").value) || null;

// ---- two editors: theirs beside ours, field by field and as a dashed line ---------------------------------
let theirLine = null;
function showConflict(theirs) {
  seen = theirs.version;
  const mine = fieldsOf();
  byId("differences").replaceChildren(
    ...Object.entries(theirs.fields)
      .filter(([name, value]) => (mine[name] ?? "") !== value)
      .map(([name, value]) => {
        const row = document.createElement("tr");
        const label = document.querySelector(`label[for="${name}"]`)?.firstChild?.textContent.trim() ?? name;
        for (const [tag, text] of [
          ["th", label],
          ["td", mine[name] || "–"],
          ["td", value || "–"],
        ]) {
          const cell = document.createElement(tag);
          cell.textContent = text;
          row.append(cell);
        }
        return row;
      }),
  );
  theirLine?.remove();
  theirLine = L.geoJSON(theirs.shape, {
    pane: "drawing",
    interactive: false,
    style: { color: css("--fail"), weight: 4, dashArray: "8 6" },
  }).addTo(map);
  byId("conflict").hidden = false;
  byId("take-theirs").onclick = () => {
    for (const [name, value] of Object.entries(theirs.fields)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    if (theirs.points) editor.put(theirs.points.map(([lon, lat]) => [lat, lon]));
    end();
  };
  byId("keep-mine").onclick = end;
  function end() {
    byId("conflict").hidden = true;
    theirLine.remove();
    byId("refusal").hidden = true;
    byId("save").focus();
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const id = byId("segment-id").value;
  // what was pasted and not put on the map yet is the shape that is meant
  if (!editor.drawn() && byId("points").value.trim() && !(await apply())) return;
  const untouched = id && !editor.past.length;
  const drawn = untouched ? null : editor.drawn();
  if (!drawn && !untouched) {
    say(texts.need);
    return;
  }
  byId("save").disabled = true;
  const { data, body } = await post(config.urls.save, {
    segment: id || null,
    seen,
    points: drawn?.points ?? null,
    fields: fieldsOf(),
  });
  byId("save").disabled = false;
  if (data) {
    changed = false;
    location.assign(data.url);
  } else if (body?.theirs) showConflict(body.theirs);
});
byId("divide")?.addEventListener("click", async () => {
  const { data } = await post(config.urls.divide, {
    segment: byId("segment-id").value,
    seen,
    vertex: chosen,
  });
  if (data) {
    changed = false;
    location.assign(data.url);
  }
});

fit(map, config.box, { maxZoom: config.editing ? 18 : 16 });
await surroundings(map, config);
document.body.dataset.ready = "1";
