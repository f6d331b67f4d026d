// The map of the country: all masts of a lake on the canvas of a province's map, the provinces' borders below it.
import { prepare } from "../map/ground/ground.js";
import { MastLayer, readMasts } from "../map/mast_layer.js";
import { startPointer } from "../map/pointer.js";

const { L } = window;
const { map, config } = window.btsDesk;
const said = document.getElementById("map-said");
const sheet = document.getElementById("country-mast");
const INTO = 2; // zooms by which a group is opened
const NAMED_FROM = 7; // further out the names would lie upon one another
let turn = 0;

prepare(map, config, { panes: ["masts"], passive: true, still: true });
map.setMinZoom(5);
map.invalidateSize();
map.fitBounds(config.box, { animate: false, padding: [8, 8] });
const masts = new MastLayer(config).addTo(map);

function fault() {
  said.textContent = config.texts.failed;
  said.hidden = false;
}

async function open(number) {
  turn += 1;
  const mine = turn;
  const answer = await fetch(`${config.urls.mast}&number=${number}`, {
    headers: { Accept: "text/html", "X-Part": "1" },
  }).catch(() => null);
  const text = await answer?.text();
  if (mine !== turn) return;
  if (!answer?.ok) {
    const note = document.createElement("p");
    note.textContent = text
      ? (new DOMParser().parseFromString(text, "text/html").querySelector("h1")?.textContent ??
        config.texts.failed)
      : config.texts.failed;
    sheet.replaceChildren(note);
  } else sheet.innerHTML = text; // made by our own templates, every value escaped
  sheet.hidden = false;
  masts.select(number);
}

map.on("click", (event) => {
  const item = masts.hit(event.containerPoint, 8);
  if (!item) return;
  if (item.mast >= 0) open(masts.masts.site[item.mast]);
  else map.setView(masts.placeOf(item), Math.min(map.getZoom() + INTO, map.getMaxZoom()), { animate: false });
});
startPointer(map, config, masts);

// A border matters for finding one's way; without it the map only has no lines there.
async function drawBorders() {
  const data = await fetch(config.urls.borders)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (!data) return;
  L.geoJSON(data, {
    pane: "borders",
    interactive: false,
    style: () => ({
      color: "#7d8a93",
      weight: 1,
      fill: !config.background,
      fillColor: "#fbfbf8",
      fillOpacity: 1,
    }),
  }).addTo(map);
  const names = L.layerGroup(data.features.map(({ properties }) => nameOf(properties)));
  const byZoom = () => {
    if (map.getZoom() >= NAMED_FROM) names.addTo(map);
    else names.remove();
  };
  map.on("zoomend", byZoom);
  byZoom();
}

function nameOf({ name, at: [lon, lat] }) {
  const label = document.createElement("span");
  label.textContent = name;
  return L.marker([lat, lon], {
    icon: L.divIcon({ className: "country-name", html: label, iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
    pane: "names",
  });
}

async function drawMasts() {
  const answer = await window.btsDesk.masts;
  if (!(answer instanceof Response) || !answer.ok) {
    fault();
    return;
  }
  masts.setMasts(readMasts(await answer.arrayBuffer()));
  document.body.dataset.drawn = String(Math.round(performance.now()));
}

await Promise.all([drawMasts(), drawBorders()]);
document.body.dataset.ready = String(Math.round(performance.now()));
