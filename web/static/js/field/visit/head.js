// The head of a visit: how much of it is recorded, and how much of that has come to the office.

import { el } from "../dom.js";
import { answered } from "../entry/answers.js";
import { t } from "../words.js";

// How much of what has to be recorded is; what may be left out is counted apart, so that all is all.
export function doneOf(visitor) {
  const line = el("span");
  const tell = () => {
    const asked = visitor.entries.filter((entry) => entry.answer !== "computed");
    const done = asked.filter((entry) => answered(visitor.rows, entry));
    const must = asked.filter((entry) => !entry.optional);
    const more = done.filter((entry) => entry.optional).length;
    line.textContent = [
      t("visit.progress", { done: done.length - more, all: must.length }),
      more ? t("visit.progress-more", { count: more }) : "",
    ]
      .filter(Boolean)
      .join(" · ");
  };
  tell();
  visitor.heard.push(tell);
  return line;
}

export function visitStates(visitor) {
  const count = (state) => visitor.every.filter((row) => row.state === state).length;
  const part = el("span", { class: "states" });
  const fill = () =>
    part.replaceChildren(
      ...["kept", "received", "verified", "aside"]
        .filter(count)
        .map((state) =>
          el("span", { class: `state ${state}`, text: `${t(`state.${state}`)} ${count(state)}` }),
        ),
    );
  fill();
  visitor.heard.push(fill);
  visitor.refreshers.add(fill);
  return part;
}
