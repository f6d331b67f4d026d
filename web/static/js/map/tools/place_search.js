// Finding a commune or a former district by what people type: without marks, shortened, by a name that ended.

/**
 * @typedef {{id: string, name: string, label: string, level: "province" | "district" | "commune", former: boolean,
 *   detail: string, was: string[]}} Place
 */

/** @type {Record<string, string>} */
const SHORT = { tp: "thanh pho", tx: "thi xa", tt: "thi tran", h: "huyen", p: "phuong", x: "xa", t: "tinh" };
const LEVELS = { district: 0, commune: 1, province: 2 };

/** @type {(text: string) => string} */
export function plain(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đð]/gi, "d")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** @type {(text: string) => string[]} */
function wordsOf(text) {
  const words = plain(text).split(" ").filter(Boolean);
  if (words.length < 2) return words;
  return [...(SHORT[words[0]] ?? words[0]).split(" "), ...words.slice(1)];
}

// Whether each wanted word begins a word of the name.
/** @type {(wanted: string[], name: string) => boolean} */
function begins(wanted, name) {
  const words = name.split(" ");
  return wanted.every((word) => words.some((one) => one.startsWith(word)));
}

/** @type {(place: Place, text: string, wanted: string[]) => [number, string] | null} */
function rank(place, text, wanted) {
  const [name, label] = [plain(place.name), plain(place.label)];
  if (name === text || label === text || label.replace(/ cu$/, "") === wanted.join(" ")) return [0, ""];
  if (name.startsWith(text)) return [1, ""];
  if (begins(wanted, label)) return [2, ""];
  const was = place.was.find((one) => begins(wanted, plain(one)));
  return was === undefined ? null : [plain(was) === text ? 1.5 : 3, was];
}

// The places that a text means, best first; `by` is the former name by which one of today was found.
/** @type {(places: Place[], text: string, most?: number) => {place: Place, by: string}[]} */
export function findPlaces(places, text, most = 12) {
  const wanted = wordsOf(text);
  if (!wanted.length) return [];
  return places
    .map((place) => ({ place, found: rank(place, plain(text), wanted) }))
    .filter((one) => one.found)
    .map(({ place, found }) => ({ place, by: found?.[1] ?? "", at: found?.[0] ?? 0 }))
    .sort(
      (a, b) =>
        a.at - b.at ||
        LEVELS[a.place.level] - LEVELS[b.place.level] ||
        Number(a.place.former) - Number(b.place.former) ||
        a.place.label.localeCompare(b.place.label, "vi"),
    )
    .slice(0, most)
    .map(({ place, by }) => ({ place, by }));
}
