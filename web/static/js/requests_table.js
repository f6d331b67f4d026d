// The table of rows with the decision beside the recommendation.
import { el } from "./appraise_parts.js";
import { RowTable } from "./appraise_table.js";

export class DecidedTable extends RowTable {
  _row(at) {
    const line = super._row(at);
    const { config } = this;
    const row = this.rows[at];
    if (row.noted) line.querySelector(".code-cell").insertBefore(el("span", { class: "noted", title: `${row.noted} ${config.texts.notes}` }, `✎ ${row.noted}`), line.querySelector(".code-cell .sub"));
    if (!config.decisionsShown) return line;
    const decided = row.decision;
    line.append(el("td", { class: "decision-cell", role: "cell" }, decided
      ? el("span", { class: `decided ${decided.code}` }, config.decisions[decided.code],
        decided.code === row.follows ? "" : el("span", { class: "sub" }, config.texts.differs))
      : el("span", { class: "undecided" }, config.texts.undecided)));
    return line;
  }
}
