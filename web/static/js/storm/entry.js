// The track that was read, before it is saved.
import { drawBorders, drawTrack, prepare } from "./map.js";

const { L } = window;
const { map, config } = window.btsDesk;

prepare(map, config);
drawTrack(map, config);
const bounds = L.latLngBounds(config.track.map((point) => point.at));
if (bounds.isValid()) map.fitBounds(bounds.pad(0.15), { animate: false, maxZoom: 9 });
await drawBorders(map, config);
document.body.dataset.ready = "1";
