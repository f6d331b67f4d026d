// A row tried at another place: the bar that says so, and what would be otherwise there.

import { el, measure, metres, verdictShape } from "../map/parts.js";

// That nothing below is of the row's own place, what would be recommended there, and the two ways on.
export function trialBar({ config, format, tools }, row, tried) {
  const { texts, verdicts } = config;
  const word = (verdict) =>
    el("span", { class: `verdict ${verdict}` }, verdictShape(verdict), verdicts[verdict]);
  return el(
    "div",
    { class: "trial" },
    el(
      "p",
      {},
      el(
        "strong",
        {},
        `${texts.moved} · ${texts.movedBy} ${format.number(metres(row.at, tried.row.at), 1)} m`,
      ),
      row.verdict === tried.row.verdict
        ? el("span", {}, `${texts.recommend}: `, word(row.verdict), ` (${texts.sameVerdict})`)
        : el(
            "span",
            { class: "verdict-change" },
            `${texts.recommend}: `,
            word(row.verdict),
            " → ",
            word(tried.row.verdict),
          ),
    ),
    el(
      "button",
      { type: "button", class: "button", id: "move-back", onclick: () => tools.back() },
      texts.back,
    ),
    tools.usable()
      ? el(
          "button",
          { type: "button", class: "button primary", id: "move-use", onclick: () => tools.use(tried) },
          texts.useMove,
        )
      : "",
  );
}

// What would be otherwise there, rule by rule.
export function changesOf({ config, format }, tried) {
  const { texts, outcomes, rules } = config;
  const before = new Map(tried.before.map((one) => [one.rule, one]));
  const weight = ({ old, one }) => (old.outcome === one.outcome ? 1 : 0);
  const changes = tried.findings
    .map((one) => ({ old: before.get(one.rule), one }))
    .filter(
      ({ old, one }) =>
        old &&
        (old.outcome !== one.outcome ||
          (one.limit !== null && one.measured !== null && Math.abs((old.measured ?? 0) - one.measured) >= 1)),
    );
  const lines = changes
    .sort((a, b) => weight(a) - weight(b))
    .flatMap(({ old, one }) => {
      const word = (finding) =>
        el(
          "span",
          { class: `outcome ${finding.outcome}` },
          el("b", { "aria-hidden": "true" }, outcomes[finding.outcome].sign),
          outcomes[finding.outcome].word,
        );
      const numbers = (finding) => {
        const text = measure(finding, format);
        return text ? ` ${text}` : "";
      };
      return [
        el(
          "li",
          {},
          el("span", { class: "title" }, rules[one.rule] ?? one.rule, ": "),
          word(old),
          numbers(old),
          " → ",
          word(one),
          numbers(one),
        ),
      ];
    });
  return el(
    "div",
    { class: "tried", role: "status" },
    lines.length ? el("p", { class: "sub" }, texts.changed) : el("p", {}, texts.unchanged),
    el("ul", { class: "changes" }, ...lines),
  );
}
