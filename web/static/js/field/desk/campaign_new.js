// The form of a new campaign: the count follows the criteria, places are chosen by name or on the map.

import { borders, prepare } from "../../map/ground/ground.js";
import { AreaChooser } from "../../map/tools/area_chooser.js";
import { put } from "./campaign_map.js";

const { L } = window;
const { map, config } = window.btsDesk;
const byId = (id) => document.getElementById(id);
const form = byId("campaign");
const area = byId("area");
const said = byId("count");
const number = (value) => new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB").format(value);
const layer = L.layerGroup();

prepare(map, config, { panes: ["drawing"], still: true });
map.invalidateSize();
map.fitBounds(config.box, { animate: false });
layer.addTo(map);

const chooser = new AreaChooser(map, config, document.querySelector("[data-area-board]"), () => count(), {
  keys: true,
  field: area,
});
map.doubleClickZoom.disable();

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

await borders(map, config);
if (area.value) {
  await chooser.put(area.value); // counts, too
  chooser.fit();
} else await count();
document.body.dataset.ready = "1";
