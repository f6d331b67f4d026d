// The form of an area without grid power: a place is chosen by name or on the map, its text goes into the form.

import { borders, prepare } from "../map/ground/ground.js";
import { AreaChooser } from "../map/tools/area_chooser.js";

const { map, config } = window.btsDesk;
const area = /** @type {HTMLInputElement} */ (document.getElementById("area"));

prepare(map, config, { panes: ["drawing"], still: true });
map.invalidateSize();
map.fitBounds(config.box, { animate: false });
const chooser = new AreaChooser(map, config, document.querySelector("[data-area-board]"), () => {}, {
  keys: true,
  field: area,
});
map.doubleClickZoom.disable();
await borders(map, config);
if (area.value) {
  await chooser.put(area.value);
  chooser.fit();
}
document.body.dataset.ready = "1";
