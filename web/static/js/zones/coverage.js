// Coverage: the rule chosen in the table is drawn on the map, and its words stand below it.
import { borders, css, prepare } from "../map/ground/ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
const side = document.getElementById("cover-side");
const said = document.getElementById("map-said");

prepare(map, config, { panes: ["zones"], still: true });
map.getPane("zones").style.zIndex = "420"; // above the areas, which take no pointer

function hatch(line, ground, gap) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = gap;
  const pen = tile.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, gap, gap);
  pen.strokeStyle = line;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-gap, 0, gap]) {
    pen.moveTo(shift - 1, gap + 1);
    pen.lineTo(shift + gap + 1, -1);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

const PARTS = {
  known: { color: css("--pass"), weight: 1.5, fillColor: "rgba(0, 125, 138, 0.22)", fillOpacity: 1 },
  partial: {
    color: css("--review"),
    weight: 1.5,
    fillColor: hatch("rgba(151, 107, 0, 0.55)", "rgba(251, 241, 217, 0.6)", 10),
    fillOpacity: 1,
  },
  stand_in: {
    color: css("--review"),
    weight: 1.2,
    dashArray: "5 4",
    fillColor: hatch("rgba(151, 107, 0, 0.35)", "rgba(251, 241, 217, 0.35)", 16),
    fillOpacity: 1,
  },
  none: {
    color: css("--unknown"),
    weight: 1.2,
    dashArray: "3 4",
    fillColor: hatch("rgba(97, 97, 97, 0.4)", "rgba(236, 239, 242, 0.7)", 8),
    fillOpacity: 1,
  },
};
const LINES = {
  zone: { color: css("--deep-ink"), weight: 1.6, fillColor: css("--deep-ink"), fillOpacity: 0.12 },
  former: {
    color: css("--conditions"),
    weight: 1.4,
    dashArray: "6 4",
    fillColor: css("--conditions"),
    fillOpacity: 0.16,
  },
};

function tip({ kind, name, decision, from, error }) {
  const made = document.createElement("span");
  const length = new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB", {
    maximumFractionDigits: 0,
  });
  const words =
    kind === "former" ? [config.texts.former] : [name, [decision, from].filter(Boolean).join(", ")];
  if (error > 0) words.push(`${config.texts.error} ± ${length.format(error)} m`);
  made.textContent = words.filter(Boolean).join(" · ");
  return made;
}

const renderer = L.canvas({ padding: 0.3 });
let drawn = null;
let wanted = "";

async function draw(rule) {
  wanted = rule;
  const data = await fetch(config.urls.area.replace("RULE", encodeURIComponent(rule)))
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (wanted !== rule) return; // another one was chosen meanwhile
  said.hidden = Boolean(data);
  said.textContent = data ? "" : config.texts.failed;
  drawn?.remove();
  if (!data) return;
  const kinds = new Set(data.features.map((feature) => feature.properties.kind));
  for (const item of document.querySelectorAll(".cover-legend [data-area]"))
    item.hidden = !kinds.has(item.dataset.area);
  const areas = data.features.filter((feature) => feature.properties.kind in PARTS);
  const lines = data.features.filter((feature) => feature.properties.kind in LINES);
  drawn = L.featureGroup([
    L.geoJSON(areas, { renderer, interactive: false, style: (feature) => PARTS[feature.properties.kind] }),
    L.geoJSON(lines, {
      pane: "zones",
      style: (feature) => ({
        ...LINES[feature.properties.kind],
        ...(feature.properties.error > 0 ? { dashArray: "6 4" } : {}),
      }),
      pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 4, pane: "zones" }),
      onEachFeature: (feature, layer) => layer.bindTooltip(() => tip(feature.properties), { sticky: true }),
    }),
  ]).addTo(map);
  return drawn;
}

function choose(rule, push) {
  for (const panel of document.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== rule;
  for (const row of document.querySelectorAll("[data-row]"))
    row.classList.toggle("chosen", row.dataset.row === rule);
  for (const link of document.querySelectorAll("a[data-rule]")) {
    if (link.dataset.rule === rule) {
      link.setAttribute("aria-current", "true");
      if (push) history.replaceState(null, "", link.href);
    } else link.removeAttribute("aria-current");
  }
  document.getElementById("day-rule").value = rule;
  return draw(rule);
}

for (const link of document.querySelectorAll("a[data-rule]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.dataset.rule, true);
    side.focus({ preventScroll: true });
    if (matchMedia("(max-width: 1000px)").matches) side.scrollIntoView({ block: "start" });
  });
}

map.invalidateSize();
await choose(config.rule, false);
map.fitBounds(config.opens, { animate: false, padding: [8, 8] });
await borders(map, config);
document.body.dataset.ready = "1";
