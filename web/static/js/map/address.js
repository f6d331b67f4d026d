// An address for every view: what the map shows stands after the # and can be sent, kept and gone back to.
//   cable=segment:id or node:id
//   at=latitude,longitude,zoom   mast=code   spot=latitude,longitude (op, class, h, kind)   list=1 (the table; sort=-height_m)
//   area=a chosen area (area_text.js)
//   asof=day that the map shows, as 2020-01-31 (none: today)
//   hide=what is switched off, where that differs from the usual

/**
 * @typedef {{lat: number, lon: number, zoom: number}} Centre
 * @typedef {{at: Centre | null, mast: string | null, cable: string | null, spot: {lat: number, lon: number} | null,
 *   ask: Record<string, string>, list: boolean, sort: string, area: string, day: string | null, hidden: string[]}} View
 */

/** @type {Record<string, string>} */
const ASK = { operator: "op", mast_class: "class", height_m: "h", kind: "kind", as_of: "day" };

/** @type {Record<string, string>} */
export const USUAL_ASK = { operator: "", mast_class: "A2b", height_m: "42", kind: "new", as_of: "" };
export const USUAL_HIDDEN = ["layer-cables", "state-dismantled"];

/** @type {(text: string | undefined) => number | null} */
const number = (text) =>
  text !== undefined && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : null;

/** @type {(hash?: string) => View} */
export function readAddress(hash = location.hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {View} */
  const view = {
    at: null,
    mast: values.get("mast"),
    cable: values.get("cable"),
    spot: null,
    ask: { ...USUAL_ASK },
    list: values.has("list"),
    area: values.get("area") ?? "",
    day: values.get("asof")?.match(/^\d{4}-\d{2}-\d{2}$/)?.[0] ?? null,
    sort: values.get("sort") ?? "",
    hidden: [...USUAL_HIDDEN],
  };
  const [lat, lon, zoom] = (values.get("at") ?? "").split(",").map(number);
  if (lat != null && lon != null && Math.abs(lat) <= 85 && Math.abs(lon) <= 180)
    view.at = { lat, lon, zoom: zoom ?? 14 };
  const [spotLat, spotLon] = (values.get("spot") ?? "").split(",").map(number);
  if (spotLat != null && spotLon != null && Math.abs(spotLat) <= 90 && Math.abs(spotLon) <= 180)
    view.spot = { lat: spotLat, lon: spotLon };
  for (const [name, key] of Object.entries(ASK)) view.ask[name] = values.get(key) ?? view.ask[name];
  view.hidden = values.get("hide")?.split(",").filter(Boolean) ?? view.hidden;
  return view;
}

/** @type {(view: View) => string} */
export function writeAddress(view) {
  const values = new URLSearchParams();
  if (view.at) values.set("at", `${view.at.lat.toFixed(5)},${view.at.lon.toFixed(5)},${view.at.zoom}`);
  if (view.mast) values.set("mast", view.mast);
  if (view.cable) values.set("cable", view.cable);
  if (view.spot) {
    values.set("spot", `${view.spot.lat.toFixed(6)},${view.spot.lon.toFixed(6)}`);
    for (const [name, key] of Object.entries(ASK))
      if (view.ask[name] !== USUAL_ASK[name]) values.set(key, view.ask[name]);
  }
  if (view.list) values.set("list", "1");
  if (view.area) values.set("area", view.area);
  if (view.day) values.set("asof", view.day);
  if (view.list && view.sort) values.set("sort", view.sort);
  const hidden = [...view.hidden].sort().join(",");
  if (hidden !== USUAL_HIDDEN.join(",")) values.set("hide", hidden);
  return `#${values.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%7E", "~").replaceAll("%40", "@")}`;
}
