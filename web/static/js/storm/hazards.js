// Rain, flood and landslide on a map: what is warned of, ground on record, roads cut, masts; and the board on which
// the area of a form is chosen.
import { borders, css, fit, prepare } from "../map/ground/ground.js";
import { hazardLayer } from "../map/hazard_layer.js";
import { AreaChooser } from "../map/tools/area_chooser.js";

const { L } = window;
const { map, config } = window.btsDesk;

prepare(map, config, { panes: ["drawing"], still: true });
map.invalidateSize();

function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

const drawn = hazardLayer(config.features, { pane: "drawing" }).addTo(map);
L.layerGroup(
  config.masts.map(([lon, lat, code]) =>
    L.circleMarker([lat, lon], { pane: "drawing", radius: 4, color: css("--fail"), weight: 1.5 }).bindTooltip(
      words(code),
    ),
  ),
).addTo(map);

const box = L.latLngBounds(config.masts.map(([lon, lat]) => [lat, lon]));
if (drawn.getLayers().length) box.extend(drawn.getBounds());
const board = document.querySelector("[data-area-board]");
if (box.isValid()) fit(map, box.pad(0.1), { maxZoom: 13 });
else if (config.box) map.fitBounds(config.box, { animate: false });

await borders(map, config);
const area = document.getElementById("area");
if (config.area && board && area) {
  map.doubleClickZoom.disable();
  const chooser = new AreaChooser(map, config, board, () => {}, { keys: true, field: area });
  if (area.value) {
    await chooser.put(area.value);
    chooser.fit();
  }
}
document.getElementById("refusal")?.focus();
document.body.dataset.ready = "1";
