// The search for a commune or a former district: a combobox over all of them, loaded once, found without a mark.
// Names are set as text, never as markup.
import { findPlaces } from "./place_search.js";

let serial = 0;

/**
 * `field` holds an input, a list and a line for who listens: `[data-place-text]`, `[data-place-hits]`,
 * `[data-place-said]`. `choose` gets a place; the field is empty again for the next one.
 * @type {(field: HTMLElement, config: any, choose: (place: import("./place_search.js").Place) => void) =>
 *   {places: () => Promise<import("./place_search.js").Place[]>}}
 */
export function startPlaceChooser(field, config, choose) {
  const input = /** @type {HTMLInputElement} */ (field.querySelector("[data-place-text]"));
  const list = /** @type {HTMLElement} */ (field.querySelector("[data-place-hits]"));
  const said = /** @type {HTMLElement} */ (field.querySelector("[data-place-said]"));
  const { urls, texts } = config.area;
  serial += 1;
  list.id = `places-${serial}`;
  input.setAttribute("aria-controls", list.id);

  /** @type {Promise<import("./place_search.js").Place[]> | null} */
  let asked = null;
  const places = () => {
    asked ??= fetch(`${urls.places}?lang=${config.lang}`).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
    asked.catch(() => {
      asked = null; // tried again with the next letter
    });
    return asked;
  };

  /** @type {ReturnType<typeof findPlaces>} */
  let hits = [];
  let active = -1;
  const shut = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  /** @type {(k: number) => void} */
  const mark = (k) => {
    active = k;
    for (const [j, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(j === k));
    const item = list.children[k];
    if (!item) return;
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  /** @type {(k: number) => void} */
  const pick = (k) => {
    const hit = hits[k];
    if (!hit) return;
    input.value = "";
    shut();
    said.textContent = `${texts.added}: ${hit.place.label}`;
    choose(hit.place);
    input.focus();
  };
  /** @type {(hit: {place: import("./place_search.js").Place, by: string}, k: number) => HTMLElement} */
  const line = ({ place, by }, k) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${k}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.className = "place-label";
    label.textContent = place.label;
    item.append(label);
    const detail = by ? `${texts.was} ${by}` : place.detail;
    if (detail) {
      const note = document.createElement("span");
      note.className = "place-detail";
      note.textContent = detail;
      item.append(" ", note);
    }
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    item.addEventListener("click", () => pick(k));
    return item;
  };
  const search = async () => {
    const text = input.value.trim();
    if (!text) {
      shut();
      return;
    }
    let known = null;
    try {
      known = await places();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
    if (text !== input.value.trim()) return; // one wrote on while they came
    hits = known ? findPlaces(known, text) : [];
    list.replaceChildren(...hits.map(line));
    if (!hits.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = known ? texts.noPlace : texts.failed;
      list.append(none);
    }
    said.textContent = hits.length ? `${hits.length} ${texts.places}` : list.textContent;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
  };
  input.addEventListener("input", search);
  input.addEventListener("focus", () => {
    places().catch(() => {});
    if (input.value.trim()) search();
  });
  input.addEventListener("blur", shut);
  input.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length && !list.hidden)
        mark((active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault(); // of a form around it nothing is sent
      if (list.hidden) await search();
      pick(Math.max(0, active));
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // ends the list, not the tool around it
      shut();
    }
  });
  return { places };
}
