// Somebody was first: both versions are shown whole, and the second editor chooses.
import { el } from "../map/parts.js";

export const versionOf = (body) => body.standing.version;

// Resolves to true where the editor's own version is to be written; `only`: to be read, nothing to choose.
export function askWhichVersion(config, { error, standing, lines }, own, { only = false } = {}) {
  const { texts, decisions } = config;
  const box = document.getElementById("conflict");
  const version = (title, one, foot) =>
    el(
      "section",
      {},
      el("h3", {}, title),
      el("p", {}, el("span", { class: `decided ${one.code}` }, decisions[one.code] ?? texts.undecided)),
      one.reason ? el("p", {}, `${texts.reason}: ${one.reason}`) : "",
      one.conditions?.length
        ? el(
            "ul",
            {},
            ...one.conditions
              .filter((own) => !own.struck)
              .map((own) => el("li", {}, typeof own === "string" ? own : own.text)),
          )
        : "",
      foot ? el("p", { class: "sub" }, foot) : "",
    );
  // a decision has a form of its own; anything else is a list of what stands and what was typed
  const listed = (title, k, foot) =>
    el(
      "section",
      {},
      el("h3", {}, title),
      el("dl", {}, ...lines.flatMap((line) => [el("dt", {}, line[0]), el("dd", {}, line[k] || texts.empty)])),
      foot ? el("p", { class: "sub" }, foot) : "",
    );
  const by = [standing.who, standing.at].filter(Boolean).join(", ");
  return new Promise((resolve) => {
    const end = (answer) => {
      box.close();
      resolve(answer);
    };
    box.replaceChildren(
      el("h2", { id: "conflict-title" }, texts.conflict),
      el("p", {}, error.message),
      el(
        "div",
        { class: "versions" },
        own ? version(texts.theirs, standing, by) : listed(texts.theirs, 1, by),
        own
          ? version(texts.yours, { code: own.decision, reason: own.reason, conditions: own.conditions }, "")
          : listed(texts.yours, 2, ""),
      ),
      el(
        "p",
        { class: "decide-deeds" },
        el("button", { type: "button", class: "button", onclick: () => end(false) }, texts.keepTheirs),
        only
          ? ""
          : el(
              "button",
              { type: "button", class: "button primary", onclick: () => end(true) },
              texts.keepYours,
            ),
      ),
    );
    box.addEventListener("cancel", () => resolve(false), { once: true });
    box.showModal();
  });
}
