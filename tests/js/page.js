// As much of a page as a pure module asks for when it is loaded: its words, its language, and Leaflet's name.
// Imported before the module under test.
const extend = () => ({ extend });
const bare = { extend }; // what scripts extend when they are loaded
globalThis.window ??= { L: { CircleMarker: bare, GridLayer: bare, Renderer: bare }, addEventListener() {} };
globalThis.document ??= {
  documentElement: { lang: "vi" },
  getElementById: (id) => (id === "field-words" ? { textContent: JSON.stringify({ vi: {}, en: {} }) } : null),
  querySelector: () => null,
};

// The words that the field app's page would bring: {key: text}, the same in both languages.
export function words(texts) {
  globalThis.document.getElementById = (id) =>
    id === "field-words" ? { textContent: JSON.stringify({ vi: texts, en: texts }) } : null;
}

// A table of cases that Python reads too: tests/vectors/<name>.json
export async function vectors(name) {
  const { readFile } = await import("node:fs/promises");
  const { cases } = JSON.parse(await readFile(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
  return cases;
}
