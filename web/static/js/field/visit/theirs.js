// A visit that another account recorded on this phone: it is looked at, and nothing is added to it in that one's name.
import { el, link } from "../dom.js";
import { t } from "../words.js";
import { visitLines } from "./handover.js";

/** Whether a visit is another account's than the one that signed in here last. */
export const isTheirs = (app, visit) => visit.by !== app.user;

export const theirs = (visitor) => [
  el("p", { class: "warning", text: t("visit.theirs", { by: visitor.visit.by }) }),
  el(
    "ul",
    { id: "theirs" },
    visitLines(visitor)
      .slice(1)
      .map((text) => el("li", { text })),
  ),
  link(t("visit.to-mast"), `#/mast/${visitor.visit.structure}`, { class: "tap wide" }),
];
