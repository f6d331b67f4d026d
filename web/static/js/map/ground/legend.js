// The legend of the background, which folds away: what its lines and fills mean, how true it is, and its colours by night.
import { nightOf } from "../../frame/night.js";
import { DAY, NIGHT } from "./background_palettes.js";
import { overlaysOf } from "./overlays.js";

const { L } = window;
const [WIDE, HIGH] = [30, 16];

// What each entry shows: a fill, or a line with its edge; `words` of web/map/background.py by the same names.
/** @type {[string, (ctx: CanvasRenderingContext2D, palette: typeof DAY) => void][]} */
const ENTRIES = [
  ["water", (ctx, { water, waterLine }) => area(ctx, water, waterLine)],
  ["forest", (ctx, { forest }) => area(ctx, forest, forest)],
  ["built", (ctx, { built, buildingLine }) => area(ctx, built, buildingLine)],
  ["industry", (ctx, { industry, inkIndustry }) => area(ctx, industry, inkIndustry)],
  ["motorway", (ctx, { motorway, motorwayCase }) => way(ctx, motorway, motorwayCase, 5)],
  ["trunk", (ctx, { trunk, trunkCase }) => way(ctx, trunk, trunkCase, 4)],
  ["primary", (ctx, { primary, primaryCase }) => way(ctx, primary, primaryCase, 3)],
  ["minor", (ctx, { minor, mediumCase }) => way(ctx, minor, mediumCase, 2)],
  [
    "rail",
    (ctx, { rail, railGap }) => {
      line(ctx, rail, 3, []);
      line(ctx, railGap, 1.6, [5, 5]);
    },
  ],
  ["border", (ctx) => line(ctx, "#7d8a93", 1.2, [4, 3])],
];

function area(ctx, fill, edge) {
  ctx.fillStyle = fill;
  ctx.fillRect(1, 2, WIDE - 2, HIGH - 4);
  ctx.strokeStyle = edge;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.strokeRect(1.5, 2.5, WIDE - 3, HIGH - 5);
}

function line(ctx, colour, width, dash) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(1, HIGH / 2);
  ctx.lineTo(WIDE - 1, HIGH / 2);
  ctx.stroke();
}

function way(ctx, fill, edge, width) {
  line(ctx, edge, width + 1.6, []);
  line(ctx, fill, width, []);
}

function made(tag, className, text = "") {
  const one = document.createElement(tag);
  if (className) one.className = className;
  one.textContent = text;
  return one;
}

// One overlay: whether it lies on the map, and how strongly.
function chooser(overlay, words) {
  const box = made("div", "overlay");
  const label = made("label");
  const tick = /** @type {HTMLInputElement} */ (made("input"));
  tick.type = "checkbox";
  tick.checked = overlay.on();
  label.append(tick, made("span", "", overlay.label));
  box.append(label);
  const strength = /** @type {HTMLInputElement} */ (made("input"));
  strength.type = "range";
  Object.assign(strength, { min: "0.2", max: "1", step: "0.1", value: String(overlay.dim()) });
  strength.setAttribute("aria-label", `${words.opacity}: ${overlay.label}`);
  strength.hidden = !overlay.opacity || !overlay.on();
  if (overlay.opacity) box.append(strength);
  tick.addEventListener("change", () => {
    overlay.show(tick.checked);
    strength.hidden = !overlay.opacity || !tick.checked;
  });
  strength.addEventListener("input", () => overlay.fade(Number(strength.value)));
  return box;
}

// Puts the legend into the map's lower left corner, folded; nothing where there is no background of ours to explain.
export function addLegend(map, background) {
  const more = background?.words ? overlaysOf(map, background) : [];
  if (!background?.words || (!background.tiles && !more.length)) return;
  const { words } = background;
  const night = nightOf();
  const box = made("details", "ground-legend leaflet-control");
  const title = made("summary", "", words.title);
  const list = made("ul");
  const swatches = (background.tiles ? ENTRIES : []).map(([name, draw]) => {
    const canvas = document.createElement("canvas");
    canvas.width = WIDE * 2;
    canvas.height = HIGH * 2;
    canvas.setAttribute("aria-hidden", "true");
    const item = made("li");
    item.append(canvas, made("span", "", words[name]));
    list.append(item);
    return { canvas, draw };
  });
  const dark = made("button", "button", words.night);
  dark.type = "button";
  dark.addEventListener("click", () => night.choose(!night.now()));
  box.append(title, list, ...more.map((one) => chooser(one, words)));
  if (background.rough) box.append(made("p", "rough", words.rough));
  if (background.tiles) box.append(dark);
  const colour = () => {
    const palette = night.now() ? NIGHT : DAY;
    dark.setAttribute("aria-pressed", String(night.now()));
    for (const { canvas, draw } of swatches) {
      const ctx = canvas.getContext("2d");
      ctx.setTransform(2, 0, 0, 2, 0, 0);
      ctx.fillStyle = palette.earth;
      ctx.fillRect(0, 0, WIDE, HIGH);
      draw(ctx, palette);
    }
  };
  night.told(colour);
  box.addEventListener("toggle", colour, { once: true }); // nobody sees the swatches before
  dark.setAttribute("aria-pressed", String(night.now()));
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  const Control = L.Control.extend({ options: { position: "bottomleft" }, onAdd: () => box });
  new Control().addTo(map);
  const mark = made("span", "rough", words.mark);
  const said = background.attribution.toLowerCase().includes(words.mark.toLowerCase());
  if (background.rough && !said) map.attributionControl?.addAttribution(mark.outerHTML);
}
