// The map of a campaign's progress.
import { borders, prepare } from "../../map/ground/ground.js";
import { put } from "./campaign_map.js";

const { L } = window;
const { map, config } = window.btsDesk;
prepare(map, config, { panes: ["drawing"], still: true });
map.invalidateSize();
map.fitBounds(config.box, { animate: false, padding: [16, 16], maxZoom: 15 });
const layer = L.layerGroup().addTo(map);
const marks = await fetch(config.urls.marks)
  .then((answer) => (answer.ok ? answer.json() : []))
  .catch(() => []);
put(layer, marks);
await borders(map, config);
document.body.dataset.ready = "1";
