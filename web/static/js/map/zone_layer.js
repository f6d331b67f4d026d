// Zones as light fills, hatched where they keep masts out; communes as thin borders with their names.
import { BORDER, borderLines } from "./ground/borders.js";
import { outlines } from "./ground/outlines.js";

const { L } = window;

// fill and line of each layer, as the page has them of data/codes/layers.toml; `width` and `dash` in pixels
const stated = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=layer-styles]"));
const STYLES = JSON.parse(stated.content);
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// A fill with diagonal lines over a light ground; canvas takes a pattern wherever it takes a colour.
function hatch(ctx, ground, line) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 9;
  const pen = tile.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, 9, 9);
  pen.strokeStyle = line;
  pen.lineWidth = 1.1;
  pen.beginPath();
  for (const shift of [-9, 0, 9]) {
    pen.moveTo(shift - 1, 10);
    pen.lineTo(shift + 10, -1);
  }
  pen.stroke();
  return ctx.createPattern(tile, "repeat");
}

const measure = document.createElement("canvas").getContext("2d");
const patterns = new Map();

// `grade`: forbids (hatched), roof (no mast on the ground) or open, as web/map/layers.py says it.
export function styleOf(layer, grade) {
  const style = STYLES[layer];
  const forbids = grade === "forbids";
  if (forbids && style.hatch && !patterns.has(layer))
    patterns.set(layer, hatch(measure, style.forbid, style.hatch));
  const hatched = forbids && style.hatch;
  return {
    color: hatched ? style.forbid_line : style.line,
    weight: style.width,
    dashArray: style.dash,
    opacity: 0.9,
    fillColor: hatched ? patterns.get(layer) : (grade === "roof" && style.roof) || style.fill,
    fillOpacity: 1,
  };
}

export function drawSwatch(canvas) {
  const ctx = canvas.getContext("2d");
  const { swatch, grade } = canvas.dataset;
  ctx.scale(2, 2);
  const [w, h] = [canvas.width / 2, canvas.height / 2];
  if (swatch === "borders") {
    ctx.setLineDash(BORDER.dash);
    ctx.strokeStyle = BORDER.line;
    ctx.beginPath();
    ctx.moveTo(1, h / 2);
    ctx.lineTo(w - 1, h / 2);
    ctx.stroke();
    return;
  }
  const style = styleOf(swatch, grade ?? "open");
  ctx.fillStyle = style.fillColor;
  ctx.fillRect(1, 1, w - 2, h - 2);
  ctx.setLineDash(style.dashArray ?? []);
  ctx.strokeStyle = style.color;
  ctx.lineWidth = style.weight;
  ctx.strokeRect(1.5, 1.5, w - 3, h - 3);
}

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

// The zones of today, or those of `day` (iso).
export async function zoneLayer(config, layer, renderer, day = "") {
  const data = await json(config.urls.zones.replace("LAYER", layer) + (day && `?day=${day}`));
  return L.geoJSON(data, {
    renderer,
    interactive: false,
    pane: "zones",
    style: (feature) => styleOf(layer, feature.properties.grade),
    pointToLayer: (_feature, at) =>
      L.circleMarker(at, { renderer, radius: 4, pane: "zones", interactive: false }),
  });
}

export async function borderLayer(map, config, renderer) {
  const data = outlines(await json(config.urls.borders));
  return borderLines(map, data, { background: config.background, renderer });
}

// Zones beside a table are drawn as SVG shapes: one can be clicked, and its fill may be a hatch only on a canvas.
export function zoneStyle(properties) {
  const style = styleOf(properties.layer, "open");
  const forbids = properties.grade === "forbids";
  return {
    color: forbids ? css("--fail") : style.color,
    weight: 2,
    dashArray: properties.error > 0 ? "6 4" : null,
    fillColor: forbids ? css("--fail") : style.color,
    fillOpacity: 0.12,
  };
}
