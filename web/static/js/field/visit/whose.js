// Whose the outside cable is that hangs at a mast: rarely the mast's owner alone. Each that is chosen becomes a defect
// of its own; none: it is not known, and the office finds out before it writes to anybody.

import { el, newId } from "../dom.js";
import { t } from "../words.js";

const CABLE = "cable";

/**
 * The question, shown for what is of outside cable; `chosen` are the codes, `changed` is told of another choice.
 * @type {(visitor: any, chosen: string[], changed: () => void) => {box: HTMLElement, show: (material: string) => void,
 *   answers: (material: string) => (string | undefined)[]}}
 */
export function whoseBox(visitor, chosen, changed) {
  const known = organisationsOf(visitor);
  const heading = newId("question");
  const box = el(
    "div",
    {},
    el("p", { class: "label", id: heading, text: t("defect.whose") }),
    el(
      "div",
      { class: "choices", role: "group", "aria-labelledby": heading },
      known.map(([code, name]) =>
        el(
          "label",
          { class: "choice tap" },
          el("input", {
            type: "checkbox",
            value: code,
            checked: chosen.includes(code),
            on: {
              change: (/** @type {any} */ event) => {
                const without = chosen.filter((one) => one !== code);
                chosen.splice(0, chosen.length, ...without, ...(event.target.checked ? [code] : []));
                changed();
              },
            },
          }),
          el("span", { text: name }),
        ),
      ),
    ),
    el("p", { class: "hint", text: t("defect.whose-hint") }),
  );
  const asked = (/** @type {string} */ material) => material === CABLE && known.length > 0;
  return {
    box,
    show: (material) => {
      box.hidden = !asked(material);
    },
    answers: (material) => (asked(material) ? (chosen.length ? [...chosen] : [""]) : [undefined]),
  };
}

/**
 * Records each answer once, however often it is saved: what was kept before one failed is not made a second time.
 * @type {(record: (answer: string | undefined, first: boolean) => Promise<void>) =>
 *   (answers: (string | undefined)[]) => Promise<void>}
 */
export function onceEach(record) {
  const kept = new Set();
  return async (answers) => {
    for (const answer of answers) {
      if (kept.has(answer)) continue;
      await record(answer, kept.size === 0);
      kept.add(answer);
    }
  };
}

/** @type {(visitor: any, item: Item) => string} */
export function whoseWords(visitor, item) {
  if (item.organisation === undefined) return "";
  const name = organisationsOf(visitor).find(([code]) => code === item.organisation)?.[1];
  return ` · ${name ?? (item.organisation || t("defect.whose-unknown"))}`;
}

// The mast's own owner stands first, as who it often is.
/** @type {(visitor: any) => [string, string][]} */
function organisationsOf(visitor) {
  const named = /** @type {[string, string][]} */ (visitor.vocabulary?.organisations ?? []);
  const own = visitor.mast?.organisation;
  if (!named.length || !own) return named;
  const [code, name] = named.find(([, name]) => name === own) ?? [own, own];
  return [[code, t("defect.whose-mast", { name })], ...named.filter(([other]) => other !== code)];
}
