// The map in one file: everything is inside, nothing is asked of anybody.

import { unpack } from "../map/parts.js";
import { startDesk } from "./desk.js";

const { L } = window;
const { config, view, around, findings } = JSON.parse(document.getElementById("appraisal-data").textContent);
const map = L.map("map", {
  preferCanvas: true,
  zoomControl: false,
  attributionControl: false,
  minZoom: 6,
  maxZoom: 19,
});
L.control.zoom({ position: "topright" }).addTo(map);
map.setView([21.35, 106.35], 10);
const desk = startDesk(map, config, view, { findings: (at) => Promise.resolve(unpack(findings, at)) });
desk.surround(around);
desk.apply();
document.body.dataset.ready = String(Math.round(performance.now()));
