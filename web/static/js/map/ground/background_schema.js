// What a feature of the background's tiles is drawn as, whichever scheme its file has: Protomaps' (kind and kind_detail) or
// Shortbread's (streets, water_polygons, …). Both end in the same few layers; what we do not draw is dropped.

const POINT = 1;
const AREA = 3;

// the layers that background_style.js has rules for, from below to above
export const PAINTED = [
  "earth",
  "farmland",
  "built",
  "industry",
  "site",
  "green",
  "forest",
  "water",
  "stream",
  "river",
  "building",
  "path",
  "minor",
  "medium",
  "primary",
  "trunk",
  "motorway",
  "rail",
  "region",
];

/** @type {Record<string, string>} */
const ROADS = {
  motorway: "motorway",
  motorway_link: "motorway",
  trunk: "trunk",
  trunk_link: "trunk",
  primary: "primary",
  primary_link: "primary",
  secondary: "medium",
  secondary_link: "medium",
  tertiary: "medium",
  tertiary_link: "medium",
  residential: "minor",
  unclassified: "minor",
  living_street: "minor",
  busway: "minor",
  road: "minor",
  pedestrian: "path",
  service: "path",
  track: "path",
  path: "path",
  footway: "path",
  cycleway: "path",
  bridleway: "path",
  steps: "path",
};
/** @type {Record<string, string>} */
const ROAD_KINDS = {
  highway: "motorway",
  major_road: "primary",
  medium_road: "medium",
  minor_road: "minor",
  path: "path",
  other: "path",
  rail: "rail",
};
const RAILS = new Set(["rail", "light_rail", "narrow_gauge", "subway", "tram", "railway"]);

/** @type {Record<string, string>} */
const LANDS = {};
for (const [drawn, kinds] of /** @type {[string, string[]][]} */ ([
  ["farmland", ["farmland", "paddy", "orchard", "vineyard", "plant_nursery", "farmyard", "allotments"]],
  ["built", ["residential", "commercial", "retail", "garages", "urban_area", "village"]],
  ["industry", ["industrial", "quarry", "landfill", "brownfield", "railway"]],
  [
    "site",
    ["military", "hospital", "school", "university", "college", "kindergarten", "aerodrome", "airfield"],
  ],
  [
    "green",
    [
      "park",
      "cemetery",
      "grave_yard",
      "golf_course",
      "grass",
      "meadow",
      "grassland",
      "recreation_ground",
    ].concat([
      "playground",
      "pitch",
      "garden",
      "village_green",
      "scrub",
      "heath",
      "wetland",
      "marsh",
      "swamp",
    ]),
  ],
  ["forest", ["forest", "wood", "nature_reserve", "national_park", "protected_area"]],
]))
  for (const kind of kinds) LANDS[kind] = drawn;

/** @type {Record<string, string>} */
const PLACES = {
  city: "city",
  capital: "city",
  state_capital: "city",
  town: "town",
  township: "town",
  suburb: "quarter",
  quarter: "quarter",
  neighbourhood: "quarter",
  village: "village",
  hamlet: "hamlet",
  isolated_dwelling: "hamlet",
  locality: "hamlet",
  district: "district",
  county: "district",
  region: "region",
  state: "region",
};
const LAKES = new Set(["lake", "pond", "reservoir", "basin", "lagoon", "water"]);
const STREAMS = new Set(["stream", "ditch", "drain"]);

/** @typedef {Record<string, any>} Props */

// The name to write: Vietnamese before the local one, in one normal form; "" where there is none.
/** @type {(props: Props) => string} */
export const nameOf = (props) =>
  String(props["name:vi"] || props.name_vi || props.name || "")
    .normalize("NFC")
    .trim();

// A road's number as its shield bears it: "QL.1A", "ĐT.293"; the first of several; "" where there is none.
/** @type {(props: Props) => string} */
export function shieldOf(props) {
  const text = String(props.shield_text || props.ref || "")
    .split(/[;\n]/)[0]
    .trim();
  return text.length > 10 ? "" : text;
}

// Where one feature of a tile goes: [layer to paint, layer of names], "" where it has no part in one.
/** @type {(layer: string, props: Props, type: number) => [string, string]} */
export function drawnAs(layer, props, type) {
  const kind = String(props.kind ?? "");
  const detail = String(props.kind_detail ?? "");
  switch (layer) {
    case "earth":
      return [type === AREA ? "earth" : "", ""];
    case "landuse":
    case "landcover":
    case "land":
    case "sites":
      return [
        type === AREA ? (LANDS[kind] ?? "") : "",
        nameOf(props) && LANDS[kind] === "industry" ? "name-industry" : "",
      ];
    case "ocean":
      return ["water", ""];
    case "water":
    case "water_polygons":
    case "water_lines":
    case "water_polygons_labels":
    case "water_lines_labels":
      return water(layer, kind, props, type);
    case "roads":
    case "streets":
    case "street_labels":
      return road(layer, kind, detail, props);
    case "buildings":
      return [type === AREA ? "building" : "", ""];
    case "boundaries": {
      const level = Number(props.kind_detail ?? props.admin_level ?? 0) || (kind === "region" ? 4 : 0);
      return [level > 1 && level <= 4 ? "region" : "", ""];
    }
    case "places":
    case "place_labels": {
      const place = PLACES[detail] ?? PLACES[kind];
      return ["", place && nameOf(props) ? `name-${place}` : ""];
    }
    case "pois":
      return ["", nameOf(props) ? "name-poi" : ""];
    default:
      return ["", ""];
  }
}

/** @type {(layer: string, kind: string, props: Props, type: number) => [string, string]} */
function water(layer, kind, props, type) {
  const named = Boolean(nameOf(props));
  if (layer.endsWith("_labels")) return ["", named ? (type === POINT ? "name-lake" : "name-river") : ""];
  if (type === POINT) return ["", named ? "name-lake" : ""];
  if (type === AREA) return ["water", named && LAKES.has(kind) ? "name-lake" : ""];
  return [STREAMS.has(kind) ? "stream" : "river", layer === "water" && named ? "name-river" : ""];
}

/** @type {(layer: string, kind: string, detail: string, props: Props) => [string, string]} */
function road(layer, kind, detail, props) {
  const drawn =
    RAILS.has(detail) || RAILS.has(kind) || props.rail
      ? "rail"
      : (ROADS[detail] ?? ROADS[kind] ?? ROAD_KINDS[kind] ?? "");
  if (!drawn) return ["", ""];
  const said = nameOf(props) || shieldOf(props);
  const label = said && drawn !== "path" && layer !== "streets" ? `name-${drawn}` : "";
  return [layer === "street_labels" ? "" : drawn, label];
}

// The layers of a tile as it was read, sorted into ours; a feature keeps its shape and is given `label` and `shield`.
/** @type {(tile: Map<string, any[]>) => Map<string, any[]>} */
export function sorted(tile) {
  /** @type {Map<string, any[]>} */
  const found = new Map();
  /** @type {(name: string, feature: any) => void} */
  const put = (name, feature) => {
    const held = found.get(name);
    if (held) held.push(feature);
    else found.set(name, [feature]);
  };
  for (const [layer, features] of tile)
    for (const feature of features) {
      const [painted, named] = drawnAs(layer, feature.props, feature.geomType);
      if (painted) put(painted, feature);
      if (!named) continue;
      feature.props.label = nameOf(feature.props);
      feature.props.shield = shieldOf(feature.props);
      put(named, feature);
    }
  return found;
}
