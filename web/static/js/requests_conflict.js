// Somebody decided the row meanwhile: both versions are shown whole, and the second editor chooses.
import { el } from "./appraise_parts.js";

// Resolves to true where the editor's own version is to be written.
export function askWhichVersion(config, { error, standing }, own) {
  const { texts, decisions } = config;
  const box = document.getElementById("conflict");
  const version = (title, one, foot) => el("section", {}, el("h3", {}, title),
    el("p", {}, el("span", { class: `decided ${one.code}` }, decisions[one.code] ?? texts.undecided)),
    one.reason ? el("p", {}, `${texts.reason}: ${one.reason}`) : "",
    one.conditions?.length ? el("ul", {}, ...one.conditions.map((text) => el("li", {}, text))) : "",
    foot ? el("p", { class: "sub" }, foot) : "");
  return new Promise((resolve) => {
    const end = (answer) => { box.close(); resolve(answer); };
    box.replaceChildren(
      el("h2", { id: "conflict-title" }, texts.conflict), el("p", {}, error.message),
      el("div", { class: "versions" },
        version(texts.theirs, standing, `${standing.who}, ${standing.at}`),
        version(texts.yours, { code: own.decision, reason: own.reason, conditions: own.conditions }, "")),
      el("p", { class: "decide-deeds" },
        el("button", { type: "button", class: "button", onclick: () => end(false) }, texts.keepTheirs),
        el("button", { type: "button", class: "button primary", onclick: () => end(true) }, texts.keepYours)));
    box.addEventListener("cancel", () => resolve(false), { once: true });
    box.showModal();
  });
}
