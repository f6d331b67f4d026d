// What stands of an entry: judged beside its limit, when it was recorded, how far it has come.

import { el } from "../dom.js";
import { judge } from "../visit/limits.js";
import { saidOfCode, showTime, t } from "../words.js";

export const SIGNS = { within: "✓", beyond: "!" };

export function showState(state, entry, mast, row) {
  if (!row) {
    state.replaceChildren(el("span", { text: t("entry.nothing") }));
    return;
  }
  const { word, firm } = entry.answer === "number" ? judge(entry, mast, row.item.raw) : { word: "" };
  const sign = SIGNS[word];
  state.replaceChildren(
    word
      ? el(
          "span",
          { class: `judged ${word}${firm ? " firm" : ""}` },
          el("b", { "aria-hidden": "true", text: sign }),
          ` ${t(`limit.${word}`)}${firm ? "" : ` (${t("limit.unverified")})`} · `,
        )
      : "",
    el("span", { text: t("entry.recorded", { time: showTime(row.item.recorded_at) }) }),
    " ",
    el("span", { class: `state ${row.state}`, text: t(`state.${row.state}`) }),
    row.code ? el("span", { class: "reason", text: ` ${saidOfCode(row.code, row.message)}` }) : "",
  );
}
