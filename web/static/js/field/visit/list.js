// The whole sheet of a visit in one list: each entry with its answer, a group that repeats in one line.

import { button, el } from "../dom.js";
import { answered, lastReading } from "../entry/answers.js";
import { screensOf } from "../entry/asked.js";
import { said, t } from "../words.js";
import { valueWords } from "./limits.js";

export function listOf(visitor, go) {
  const screens = screensOf(visitor.checklist, visitor.entries);
  const parts = [];
  let heading = "";
  const headings = [...new Set(screens.map(({ entries }) => said(entries[0].heading)))]; // each once, wherever the sheet comes back to it
  for (const screen of headings.flatMap((one) =>
    screens.filter(({ entries }) => said(entries[0].heading) === one),
  )) {
    const [entry] = screen.entries;
    if (said(entry.heading) !== heading) {
      heading = said(entry.heading);
      parts.push(el("h2", { text: heading }));
    }
    parts.push(
      el(
        "button",
        { type: "button", class: "tap line", on: { click: () => go(screen.code) } },
        el("span", { text: screen.group ? said(screen.group.words) : said(entry.words) }),
        el(
          "span",
          { class: "answer" },
          screen.group ? rowsWords(visitor, screen) : entryWords(visitor, entry),
        ),
      ),
    );
  }
  if (visitor.tail !== "end")
    parts.push(
      button(
        t("visit.defects", { count: visitor.rows.filter((row) => row.kind === "defect").length }),
        () => go("defects"),
        { class: "tap wide" },
      ),
    );
  parts.push(button(t("visit.to-end"), () => go("end"), { class: "tap primary wide" }));
  return parts;
}

function entryWords(visitor, entry) {
  const row = lastReading(visitor.rows, entry);
  return answered(visitor.rows, entry)
    ? el("b", { text: row ? valueWords(entry, row.item) : t("entry.done") })
    : el("span", { text: t(entry.optional ? "entry.optional" : "entry.open") });
}

function rowsWords(visitor, { entries }) {
  const asked = entries.filter((entry) => entry.answer !== "computed");
  const done = asked.filter((entry) => answered(visitor.rows, entry)).length;
  if (!done && asked.every((entry) => entry.optional)) return el("span", { text: t("entry.optional") });
  return el(done === asked.length ? "b" : "span", { text: t("rows.done", { done, all: asked.length }) });
}
