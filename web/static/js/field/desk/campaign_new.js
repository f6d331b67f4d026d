// The form of a new campaign: the count follows the criteria, the area is drawn on the map.

import { Editor } from "../../map/editor.js";
import { borders, css, prepare, put } from "./campaign_map.js";

const { L } = window;
const { map, config } = window.btsDesk;
const byId = (id) => document.getElementById(id);
const form = byId("campaign");
const area = byId("area");
const said = byId("count");
const number = (value) => new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB").format(value);
const layer = L.layerGroup();

prepare(map, config);
map.scrollWheelZoom.disable();
map.invalidateSize();
map.fitBounds(config.box, { animate: false });
layer.addTo(map);

let drawing = false;
const editor = new Editor(map, {
  texts: config.texts,
  colour: css("--review"),
  changed: ({ points }) => {
    area.value =
      points.length > 2
        ? JSON.stringify({
            type: "Polygon",
            coordinates: [
              [...points, points[0]].map((point) => [
                Number(point.lng.toFixed(6)),
                Number(point.lat.toFixed(6)),
              ]),
            ],
          })
        : "";
    byId("undo").hidden = byId("clear").hidden = !points.length;
    later();
  },
});
byId("draw").hidden = false;
byId("draw").addEventListener("click", () => {
  drawing = !drawing;
  byId("draw").setAttribute("aria-pressed", String(drawing));
  byId("draw-hint").hidden = !drawing;
  map.getContainer().classList.toggle("drawing", drawing);
});
byId("undo").addEventListener("click", () => editor.undo());
byId("clear").addEventListener("click", () => editor.clear());
map.doubleClickZoom.disable();
map.on("click", ({ latlng }) => {
  if (drawing) editor.add(latlng);
});

let waiting = 0;
let asked = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(count, 350);
}
async function count() {
  asked += 1;
  const mine = asked;
  said.textContent = config.texts.counting;
  const answer = await fetch(config.urls.count, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new FormData(form),
  }).catch(() => null);
  if (mine !== asked) return;
  const data = await answer?.json().catch(() => null);
  if (!answer || !data) {
    said.textContent = config.texts.failed;
    return;
  }
  if (!answer.ok) {
    said.textContent = data.error?.message ?? config.texts.failed;
    layer.clearLayers();
    return;
  }
  said.textContent = `${number(data.count)} ${config.texts.masts}`;
  said.classList.toggle("none", !data.count);
  put(
    layer,
    data.points.map(([lat, lon, code, score]) => [
      lat,
      lon,
      code,
      "chosen",
      `${config.texts.risk} ${number(score)}`,
    ]),
  );
}
form.addEventListener("input", later);
form.addEventListener("change", later);

if (area.value) {
  try {
    editor.put(
      JSON.parse(area.value)
        .coordinates[0].slice(0, -1)
        .map(([lon, lat]) => [lat, lon]),
    );
  } catch {
    area.value = "";
  }
}
await borders(map, config);
await count();
document.body.dataset.ready = "1";
