// Several answers by one tap, said before and recorded as such: all of a part is good, or as it was last time.
// What is measured is never "as last time".

import { button, el } from "../dom.js";
import { draftKey, record } from "../record.js";
import { said, t } from "../words.js";
import { answered, lastReading } from "./answers.js";
import { sectionOf } from "./asked.js";
import { optionsOf } from "./choice.js";
import { blankOf } from "./saver.js";

const CHOSEN = ["choice", "yes_no"];
const LEAST = 2; // one answer is as quick by itself
const NAMED = 3;

function allGood(_visitor, open) {
  return open.flatMap((entry) => {
    const good = CHOSEN.includes(entry.answer) ? optionsOf(entry).filter((option) => option.good) : [];
    return good.length === 1 ? [{ entry, value: good[0].code, raw: said(good[0].words) }] : [];
  });
}

function asBefore(visitor, open) {
  return open.flatMap((entry) => {
    const before = visitor.before[entry.code];
    const known = before && before.value !== null && before.value !== "" && before.value !== "not_seen";
    if (!known || entry.instrument || ["photo", "position", "computed"].includes(entry.answer)) return [];
    const option = CHOSEN.includes(entry.answer)
      ? optionsOf(entry).find((one) => one.code === before.value)
      : { words: before.raw || String(before.value) };
    return option ? [{ entry, value: before.value, raw: said(option.words) }] : [];
  });
}

/** The two taps of a part of the sheet, where each gives several answers that are still open. */
export function quickBox(visitor, entry) {
  const box = el("div", { class: "quick" });
  const fill = () => {
    const open = sectionOf(visitor.entries, entry).filter((one) => !answered(visitor.rows, one));
    box.replaceChildren(
      ...[
        ["good", allGood(visitor, open)],
        ["before", asBefore(visitor, open)],
      ].flatMap(([how, found]) => (found.length < LEAST ? [] : [offer(visitor, how, found)])),
    );
  };
  fill();
  visitor.heard.push(fill);
  return box;
}

function whatOf(found) {
  const named = [...new Set(found.map(({ entry }) => said(entry.base.words)))];
  return named.slice(0, NAMED).join(", ") + (named.length > NAMED ? "…" : "");
}

function offer(visitor, how, found) {
  return el(
    "div",
    {},
    button(
      t(`quick.${how}`, { count: found.length }),
      async () => {
        await visitor.settle(); // what he has just typed is his answer: it stands
        const open = found.filter(({ entry }) => !answered(visitor.rows, entry));
        const heard = visitor.heard.splice(0); // told once, when all stand
        try {
          for (const { entry, value, raw } of open) {
            visitor.taken(
              await record(
                visitor.visit,
                {
                  kind: "reading",
                  entry: entry.code,
                  ...blankOf(entry),
                  value,
                  raw,
                  how,
                  replaces: lastReading(visitor.rows, entry)?.id ?? "",
                },
                { draft: draftKey(visitor.visit, entry.code) },
              ),
            );
            delete visitor.drafts[entry.code];
          }
        } finally {
          visitor.heard.push(...heard);
        }
        visitor.said(t(`quick.${how}-said`, { count: open.length, what: whatOf(open) }));
        for (const tell of visitor.heard) tell();
        await visitor.went();
      },
      { class: "tap wide" },
    ),
    el("p", { class: "hint", text: whatOf(found) }),
  );
}
