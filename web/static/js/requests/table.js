// The table of rows with the decision beside the recommendation, and a box by which a row is chosen.

import { RowTable } from "../appraise/table.js";
import { el } from "../map/parts.js";

export class DecidedTable extends RowTable {
  constructor(...args) {
    super(...args);
    this.chosenRows = new Set();
  }

  // Besides the recommendations: what is not decided yet, and what was decided otherwise.
  _fits(row, wanted) {
    if (wanted === "undecided") return !row.decision;
    if (wanted === "otherwise") return Boolean(row.decision) && row.decision.code !== row.follows;
    return super._fits(row, wanted);
  }

  _row(at) {
    const line = super._row(at);
    const { config } = this;
    const row = this.rows[at];
    if (config.mayJudge) {
      const box = el("input", {
        type: "checkbox",
        class: "choose-row",
        value: String(at),
        "aria-label": `${config.texts.chooseRow} ${row.row}`,
      });
      box.checked = this.chosenRows?.has(at) ?? false;
      const cell = el("td", { class: "choose", role: "cell" }, el("label", { class: "choose-box" }, box));
      cell.addEventListener("click", (event) => event.stopPropagation()); // choosing a box opens no row
      line.prepend(cell);
    }
    if (row.noted)
      line
        .querySelector(".code-cell")
        .insertBefore(
          el("span", { class: "noted", title: `${row.noted} ${config.texts.notes}` }, `✎ ${row.noted}`),
          line.querySelector(".code-cell .sub"),
        );
    if (!config.decisionsShown) return line;
    const decided = row.decision;
    line.append(
      el(
        "td",
        { class: "decision-cell", role: "cell" },
        decided
          ? el(
              "span",
              { class: `decided ${decided.code}` },
              config.decisions[decided.code],
              decided.code === row.follows ? "" : el("span", { class: "sub" }, config.texts.differs),
            )
          : el("span", { class: "undecided" }, config.texts.undecided),
      ),
    );
    return line;
  }
}
