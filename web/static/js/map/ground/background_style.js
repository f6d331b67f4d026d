// The style of the background: what is painted, how wide at which zoom, and which names stand where. Quiet by intent: what
// the register says lies above it. Made for a palette, so that day and night differ in colours alone.
import { LineName, PlaceName, Shield } from "./background_text.js";

/** @typedef {[number, number][]} Stops  [zoom, value] in rising order */

// A value between stops, on the scale by which widths grow with the zoom.
/** @type {(stops: Stops, zoom: number) => number} */
export function between(stops, zoom) {
  const [first, last] = [stops[0], stops[stops.length - 1]];
  if (zoom <= first[0]) return first[1];
  if (zoom >= last[0]) return last[1];
  const at = stops.findIndex(([stop]) => stop >= zoom);
  const [[z0, v0], [z1, v1]] = [stops[at - 1], stops[at]];
  return v0 + ((v1 - v0) * (1.5 ** (zoom - z0) - 1)) / (1.5 ** (z1 - z0) - 1);
}

// Gathers the features of a layer into one path; the rules after it paint that path. (A path outlives ctx.restore.)
const GATHER = {
  /** @type {(ctx: CanvasRenderingContext2D) => void} */
  before(ctx) {
    ctx.beginPath();
  },
  /** @type {(ctx: CanvasRenderingContext2D, geom: {x: number, y: number}[][]) => void} */
  draw(ctx, geom) {
    for (const line of geom) {
      ctx.moveTo(line[0].x, line[0].y);
      for (let i = 1; i < line.length; i += 1) ctx.lineTo(line[i].x, line[i].y);
    }
  },
};
const nothing = () => {};
const never = () => false;

/** @type {(dataLayer: string, minzoom: number, paints: ((ctx: CanvasRenderingContext2D, zoom: number) => void)[]) => any[]} */
const painted = (dataLayer, minzoom, paints) => [
  { dataLayer, minzoom, symbolizer: GATHER },
  ...paints.map((before) => ({ dataLayer, minzoom, symbolizer: { before, draw: nothing }, filter: never })),
];

/** @type {(colour: string, alpha?: number) => (ctx: CanvasRenderingContext2D) => void} */
const fill =
  (colour, alpha = 1) =>
  (ctx) => {
    ctx.globalAlpha = alpha;
    ctx.fillStyle = colour;
    ctx.fill();
  };

/** @type {(colour: string, width: Stops, more?: {extra?: number, dash?: number[], cap?: CanvasLineCap}) => (ctx: CanvasRenderingContext2D, zoom: number) => void} */
const stroke =
  (colour, width, { extra = 0, dash = [], cap = "round" } = {}) =>
  (ctx, zoom) => {
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colour;
    ctx.lineWidth = between(width, zoom) + extra;
    ctx.lineCap = cap;
    ctx.lineJoin = "round";
    ctx.setLineDash(dash);
    ctx.stroke();
  };

// biome-ignore format: one road a line
/** @type {Record<string, {from: number, case: number, width: Stops}>} */
const ROADS = {
  minor: { from: 12, case: 13.5, width: [[12, 0.7], [14, 2], [16, 5], [18, 12], [20, 26]] },
  medium: { from: 10, case: 12.5, width: [[10, 0.7], [13, 2.2], [16, 7], [18, 15], [20, 30]] },
  primary: { from: 8, case: 11, width: [[8, 0.8], [11, 1.8], [13, 3], [16, 8.5], [18, 17], [20, 34]] },
  trunk: { from: 6, case: 9, width: [[6, 0.9], [10, 2], [13, 3.8], [16, 10], [18, 19], [20, 38]] },
  motorway: { from: 6, case: 8, width: [[6, 1.2], [10, 2.6], [13, 4.6], [16, 11], [18, 21], [20, 42]] },
};

// Paint rules of protomaps-leaflet, from below to above.
/** @type {(palette: import("./background_palettes.js").Palette) => any[]} */
export function paintRules(palette) {
  const rules = [];
  for (const name of /** @type {const} */ ([
    "earth",
    "farmland",
    "built",
    "industry",
    "site",
    "green",
    "forest",
    "water",
  ]))
    rules.push(...painted(name, 0, [fill(palette[name])]));
  // biome-ignore format: stops in one line
  rules.push(
    ...painted("stream", 11, [stroke(palette.waterLine, [[11, 0.5], [14, 1], [18, 4]])]),
    ...painted("river", 6, [stroke(palette.waterLine, [[6, 0.9], [10, 1.8], [14, 3], [18, 8]])]),
    ...painted("building", 14, [
      fill(palette.building, 0.9),
      (ctx, zoom) => {
        if (zoom >= 16) stroke(palette.buildingLine, [[16, 0.6], [19, 1]])(ctx, zoom);
      },
    ]),
    ...painted("path", 14, [stroke(palette.path, [[14, 0.7], [16, 1.4], [19, 4]], { dash: [3, 2.5], cap: "butt" })]),
  );
  const roads = /** @type {const} */ (["minor", "medium", "primary", "trunk", "motorway"]);
  // all edges lie under all roads, so that crossings are open
  for (const name of roads)
    rules.push(
      ...painted(name, ROADS[name].case, [stroke(palette[`${name}Case`], ROADS[name].width, { extra: 1.6 })]),
    );
  for (const name of roads)
    rules.push(
      ...painted(name, ROADS[name].from, [
        (ctx, zoom) => {
          const colour = zoom < ROADS[name].case ? palette[`${name}Case`] : palette[name];
          stroke(colour, ROADS[name].width)(ctx, zoom);
        },
      ]),
    );
  // biome-ignore format: stops in one line
  rules.push(
    ...painted("rail", 8, [
      stroke(palette.rail, [[8, 0.8], [12, 1.6], [16, 2.6], [19, 5]], { cap: "butt" }),
      stroke(palette.railGap, [[8, 0], [12, 0.7], [16, 1.5], [19, 3.2]], { dash: [6, 6], cap: "butt" }),
    ]),
    ...painted("region", 6, [stroke(palette.region, [[6, 0.8], [12, 1.6]], { dash: [8, 3, 2, 3], cap: "butt" })]),
  );
  return rules;
}

/** @type {(family: string, weight: number, stops: Stops) => {font: (zoom: number) => string, size: (zoom: number) => number}} */
function type(family, weight, stops) {
  /** @type {(zoom: number) => number} */
  const size = (zoom) => Math.round(between(stops, zoom) * 2) / 2;
  return { size, font: (zoom) => `${weight} ${size(zoom)}px ${family}` };
}

const POIS =
  /hospital|townhall|police|market|school|university|post_office|worship|pagoda|bus_station|station/;

// Label rules of protomaps-leaflet, what matters most first. `family` is the page's font; `known(name)` whether the page
// writes that name itself (a commune's, see ground.js), so that no place is named twice.
/** @type {(palette: import("./background_palettes.js").Palette, family: string, known: (name: string) => boolean) => any[]} */
export function labelRules(palette, family, known) {
  const { halo } = palette;
  /** @type {(_zoom: number, feature: any) => boolean} */
  const unknown = (_zoom, { props }) => !known(props.label);
  /** @type {(weight: number, stops: Stops, fill: string, more?: object) => any} */
  const look = (weight, stops, ink, more = {}) => ({
    ...type(family, weight, stops),
    fill: ink,
    halo,
    ...more,
  });
  /** @type {(line: string, ink: string, box: string, every: number) => any} */
  const shield = (line, ink, box, every) =>
    new Shield({ font: `600 10px ${family}`, line, ink, fill: box, every });
  const motorway = shield(palette.shieldMotorway, palette.shieldMotorwayInk, palette.shieldMotorway, 360);
  const national = shield(palette.shieldLine, palette.shieldInk, palette.shield, 320);
  const provincial = shield(palette.mediumCase, palette.inkSoft, palette.shield, 300);
  const river = look(
    500,
    [
      [8, 10.5],
      [12, 12],
      [16, 14],
    ],
    palette.inkWater,
    { every: 420, spaced: 0.8 },
  );
  const street = look(
    500,
    [
      [12, 10.5],
      [16, 12],
      [19, 13.5],
    ],
    palette.inkSoft,
    { every: 340 },
  );
  const dot = (/** @type {number} */ zoom) => (zoom < 12 ? 2.4 : 0);
  // biome-ignore format: one kind of name a line
  return [
    { dataLayer: "name-city", maxzoom: 14, filter: unknown, symbolizer: new PlaceName(look(600, [[6, 12], [10, 15], [14, 19]], palette.ink, { dot })) },
    { dataLayer: "name-town", minzoom: 8, maxzoom: 15, filter: unknown, symbolizer: new PlaceName(look(600, [[8, 11], [11, 12.5], [15, 16]], palette.ink, { dot })) },
    { dataLayer: "name-motorway", minzoom: 8, symbolizer: motorway },
    { dataLayer: "name-trunk", minzoom: 9, symbolizer: national },
    { dataLayer: "name-river", minzoom: 9, symbolizer: new LineName(river) },
    { dataLayer: "name-district", minzoom: 9, maxzoom: 11, filter: unknown, symbolizer: new PlaceName(look(500, [[9, 10], [11, 12]], palette.inkSoft, { upper: true })) },
    { dataLayer: "name-region", maxzoom: 9, filter: unknown, symbolizer: new PlaceName(look(500, [[6, 10], [9, 12]], palette.inkFaint, { upper: true })) },
    { dataLayer: "name-primary", minzoom: 11, symbolizer: provincial },
    { dataLayer: "name-medium", minzoom: 12, symbolizer: provincial },
    { dataLayer: "name-lake", minzoom: 11, symbolizer: new PlaceName(look(500, [[11, 10.5], [16, 13]], palette.inkWater)) },
    { dataLayer: "name-quarter", minzoom: 13, maxzoom: 17, filter: unknown, symbolizer: new PlaceName(look(500, [[13, 11], [17, 14]], palette.inkSoft)) },
    { dataLayer: "name-village", minzoom: 12, maxzoom: 17, filter: unknown, symbolizer: new PlaceName(look(500, [[12, 10], [14, 11.5], [17, 14]], palette.inkSoft)) },
    { dataLayer: "name-motorway", minzoom: 13, symbolizer: new LineName(street) },
    { dataLayer: "name-trunk", minzoom: 13, symbolizer: new LineName(street) },
    { dataLayer: "name-primary", minzoom: 14, symbolizer: new LineName(street) },
    { dataLayer: "name-medium", minzoom: 14, symbolizer: new LineName(street) },
    { dataLayer: "name-industry", minzoom: 12, symbolizer: new PlaceName(look(500, [[12, 10], [16, 12.5]], palette.inkIndustry)) },
    { dataLayer: "name-hamlet", minzoom: 14, filter: unknown, symbolizer: new PlaceName(look(400, [[14, 10.5], [17, 13]], palette.inkSoft)) },
    { dataLayer: "name-minor", minzoom: 16, symbolizer: new LineName(street) },
    { dataLayer: "name-rail", minzoom: 14, symbolizer: new LineName(street) },
    { dataLayer: "name-poi", minzoom: 16, filter: (/** @type {number} */ _zoom, /** @type {any} */ { props }) => POIS.test(props.kind ?? props.amenity ?? ""), symbolizer: new PlaceName(look(400, [[16, 10.5], [18, 12]], palette.inkFaint, { dot: () => 1.8 })) },
  ];
}
