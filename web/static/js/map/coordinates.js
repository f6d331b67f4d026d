// A place as people write it: degrees, degrees with minutes and seconds, metres of the province's VN-2000 plane.
// What is written here is what the register reads (registry/geo/coordinates.py): tests/js/test_plane.py.

/**
 * The plane as registry/geo/fitted_planes.py fits it: coefficients of u^i v^k, u and v from -1 to 1 over the box.
 * @typedef {{name: string, box: number[], powers: number[][], eastings: number[], northings: number[]}} Plane
 */

// Easting and northing in metres; null outside the box that the plane was fitted over, or where there is none.
/** @type {(plane: Plane | null, lon: number, lat: number) => [number, number] | null} */
export function onPlane(plane, lon, lat) {
  if (!plane) return null;
  const [west, south, east, north] = plane.box;
  const u = (2 * lon - west - east) / (east - west);
  const v = (2 * lat - south - north) / (north - south);
  if (!(Math.abs(u) <= 1 && Math.abs(v) <= 1)) return null;
  let [x, y] = [0, 0];
  for (const [at, [i, k]] of plane.powers.entries()) {
    const term = u ** i * v ** k;
    x += plane.eastings[at] * term;
    y += plane.northings[at] * term;
  }
  return [x, y];
}

/** @type {Record<string, {lat: [string, string], lon: [string, string]}>} */
const LETTERS = {
  vi: { lat: ["B", " Nam"], lon: ["Đ", "T"] }, // "N" would be south to some and north to most
  en: { lat: ["N", "S"], lon: ["E", "W"] },
};

/** @type {(value: number, axis: "lat" | "lon", lang: string) => string} */
function dms(value, axis, lang) {
  const units = Math.round(Math.abs(value) * 360_000); // hundredths of a second: 60 is never written
  const minutes = Math.floor(units / 6000);
  const seconds = ((units % 6000) / 100).toFixed(2).padStart(5, "0");
  const letter = (LETTERS[lang] ?? LETTERS.en)[axis][value < 0 && units ? 1 : 0];
  const written = lang === "vi" ? seconds.replace(".", ",") : seconds;
  return `${Math.floor(minutes / 60)}°${String(minutes % 60).padStart(2, "0")}'${written}"${letter}`;
}

/** @type {(lon: number, lat: number, lang: string) => string} */
export const inDms = (lon, lat, lang) => `${dms(lat, "lat", lang)} ${dms(lon, "lon", lang)}`;

/** @type {(lon: number, lat: number, lang: string) => string} */
export function inDegrees(lon, lat, lang) {
  const [first, second] = [lat.toFixed(6), lon.toFixed(6)];
  return lang === "vi" ? `${first.replace(".", ",")}; ${second.replace(".", ",")}` : `${first}, ${second}`;
}

// "X 2.353.435,7; Y 416.226,9": the northing is X on Vietnamese papers. null where the plane does not reach.
/** @type {(plane: Plane | null, lon: number, lat: number, lang: string) => string | null} */
export function inMetres(plane, lon, lat, lang) {
  const at = onPlane(plane, lon, lat);
  if (!at) return null;
  const format = new Intl.NumberFormat(lang === "vi" ? "vi-VN" : "en-GB", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    useGrouping: true,
  });
  const [x, y] = lang === "vi" ? ["X", "Y"] : ["N", "E"];
  return `${x} ${format.format(at[1])}; ${y} ${format.format(at[0])}`;
}

// The metres with the name of their plane, as they are copied: without it nobody can read them back.
/** @type {(plane: Plane | null, lon: number, lat: number, lang: string) => string | null} */
export function inMetresWithPlane(plane, lon, lat, lang) {
  const text = inMetres(plane, lon, lat, lang);
  return text && plane ? `${text} (${plane.name})` : null;
}
