// What was found of the chosen row: words, numbers, law and what it was measured against.

import { el, localNumber, measure, verdictShape } from "../map/parts.js";
import { insteadBox } from "./instead.js";
import { mover } from "./mover.js";
import { changesOf, trialBar } from "./trial.js";

const ORDER = ["fail", "unknown", "consent", "review", "pass", "na"];

export class FindingsPanel {
  // `tools` hold what the panel's deeds do: hover(finding or null), issue(), move(place), back().
  constructor(config, format, tools) {
    this.config = config;
    this.format = format;
    this.tools = tools;
    this.box = document.getElementById("findings");
    this.hint = document.getElementById("findings-hint");
    this.trial = document.getElementById("trial-bar"); // where the page has room for it over all that is of the row
    this.open = new Set();
  }

  clear() {
    if (this.trial) this.trial.hidden = true;
    this.box.replaceChildren();
    this.box.hidden = true;
    this.hint.hidden = false;
  }

  // `before`: the findings at the list's own position where the row is being tried elsewhere.
  show(row, findings, { issues = [], tried = null } = {}) {
    const { texts, verdicts } = this.config;
    this.box.hidden = false;
    const passed = findings.filter((one) => one.stage === "position" && one.outcome === "pass");
    const asked = findings
      .filter((one) => one.stage === "position" && (one.office || !["pass", "na"].includes(one.outcome)))
      .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
    // three kinds, never mixed: the law's obstacles, what must be met, what the office itself lacks
    const now = asked.filter((one) => !one.office);
    const legal = now.filter((one) => one.outcome === "fail");
    const met = now.filter((one) => one.outcome !== "fail");
    // where the place is not the province's, what the office lacks is nothing for it to clear up
    const away = legal.some((one) => one.rule === "LOC-01");
    const lacking = asked.filter((one) => one.office);
    const open = away ? [] : lacking.filter((one) => one.lowers);
    const gaps = away ? [] : lacking.filter((one) => !one.lowers);
    const later = findings.filter((one) => one.stage !== "position" && one.outcome !== "na");
    const idle = findings.filter(
      (one) => (one.outcome === "na" && !one.office) || (away && lacking.includes(one)),
    );
    const bar = tried ? trialBar(this, row, tried) : "";
    this.trial?.replaceChildren(bar || "");
    if (this.trial) this.trial.hidden = !tried;
    const parts = [
      this.trial ? "" : bar,
      el(
        "header",
        { class: "chosen" },
        el(
          "h2",
          { id: "chosen-name", tabindex: "-1" },
          `${texts.row} ${row.row} · ${row.code || texts.noCode}`,
        ),
        el(
          "p",
          { class: "recommend" },
          el("span", { class: "kicker" }, `${texts.recommend}: `),
          el(
            "span",
            { class: `verdict ${row.verdict}` }, // the row's own, also while another place is tried
            verdictShape(row.verdict),
            verdicts[row.verdict],
          ),
          el("span", { class: "sub-inline decides" }, texts.officeDecides),
        ),
      ),
      this._facts(row),
      row.repaired ? this._repair(row) : "",
      tried ? changesOf(this, tried) : "",
      issues.length ? this._issues(issues) : "",
      this.tools.instead && !tried ? this._instead(row, now) : "",
      this._kind("legal", texts.legal, legal),
      this._kind("open", texts.openHere, open),
      this._kind("met", texts.met, met),
      now.length || open.length ? "" : el("p", { class: "sub" }, texts.allPassed),
      this._folded("gaps-of-office", texts.officeGaps, gaps),
      this._folded("passed", texts.passedRules, passed),
      later.length ? el("h3", { class: "later" }, texts.later) : "",
      later.length ? this._list(later, true) : "",
      this._folded("idle", texts.idle, idle),
      this.config.urls.move && row.at ? mover(this, tried ? tried.row.at : row.at) : "",
    ];
    this.box.replaceChildren(...parts.filter(Boolean));
    this.hint.hidden = true;
    this.box.scrollTop = 0;
  }

  // A row that cannot be agreed is told at once what it could do; one whose distance is for review, when asked.
  _instead(row, now) {
    const box = () => insteadBox(this.config, this.format, this.tools, (code) => this._mastLink(code));
    if (["refuse", "cannot_assess"].includes(row.verdict)) return box();
    if (!now.some(({ rule, related, operator }) => rule.startsWith("SPC-0") && (related || operator)))
      return "";
    const folded = el(
      "details",
      { class: "idle instead-later" },
      el("summary", {}, this.config.texts.instead),
    );
    folded.addEventListener("toggle", () => folded.append(box()), { once: true });
    return folded;
  }

  _kind(name, word, findings) {
    if (!findings.length) return "";
    return el(
      "section",
      { class: `kind-of ${name}` },
      el("h3", {}, `${word} (${findings.length})`),
      this._list(findings),
    );
  }

  // What needs nobody's eyes stands folded, with its number; it stays open from row to row where one opened it.
  _folded(name, word, findings) {
    if (!findings.length) return "";
    const box = el(
      "details",
      { class: `idle ${name}`, open: this.open.has(name) },
      el("summary", {}, `${word} (${findings.length})`),
      this._list(findings),
    );
    box.addEventListener("toggle", () => this.open[box.open ? "add" : "delete"](name));
    return box;
  }

  _facts(row) {
    const { texts, kinds, operators } = this.config;
    const operator = operators.find((one) => one.code === row.operator);
    const parts = [
      operator ? operator.name : row.operator,
      kinds[row.kind],
      row.class,
      row.height ? `${this.format.number(row.height, 1, 0)} m` : "",
      row.place,
    ]
      .filter(Boolean)
      .join(" · ");
    return el(
      "div",
      { class: "facts-line" },
      el("p", {}, parts),
      el(
        "p",
        { class: "sub" },
        row.at
          ? `${this.format.place(row.at)} · ${texts.accuracy} ±${this.format.number(row.accuracy ?? 0, 1, 0)} m`
          : texts.noPosition,
      ),
      row.replaces ? el("p", {}, `${texts.replacesMast}: ${row.replaces}`) : "",
      row.note ? el("p", {}, `${texts.listNote}: “${row.note}”`) : "",
      this._also(row.also ?? []),
    );
  }

  // What stands in columns that are no field: a person reads it; many of them stand folded.
  _also(also) {
    if (!also.length) return "";
    const { texts } = this.config;
    const said = also.map(([header, text]) => `${header}: “${text}”`);
    return also.length > 4
      ? el(
          "details",
          { class: "list-also" },
          el("summary", {}, `${texts.listAlso} (${also.length})`),
          ...said.map((text) => el("p", {}, text)),
        )
      : el("p", { class: "list-also" }, `${texts.listAlso}: ${said.join(" · ")}`);
  }

  _repair(row) {
    const { texts, readings } = this.config;
    return el(
      "div",
      { class: "repair" },
      el("strong", {}, `${texts.repair}: ${readings[row.reading] ?? row.reading}`),
      el("p", {}, `${texts.written}: `, el("code", {}, this._written(row))),
      el(
        "p",
        {},
        `${texts.readAs}: `,
        el(
          "code",
          {},
          `${texts.lat} ${this.format.degrees(row.at[1])} · ${texts.lon} ${this.format.degrees(row.at[0])}`,
        ),
      ),
      el("p", { class: "sub" }, texts.repairNote),
    );
  }

  // The cells as they stand; two cells of degrees with the names of their columns, longitude first.
  _written(row) {
    const raw = row.raw ?? [];
    const { texts } = this.config;
    const metric = raw.some((text) => Math.abs(Number(text.replace(",", "."))) > 1000);
    return raw.length === 2 && !metric ? `${texts.lat} ${raw[1]} · ${texts.lon} ${raw[0]}` : raw.join(" · ");
  }

  _issues(issues) {
    const { texts } = this.config;
    return el(
      "div",
      { class: "row-issues" },
      el("h3", {}, texts.issuesOfRow),
      el(
        "ul",
        {},
        ...issues.map((issue) =>
          el(
            "li",
            {},
            el("span", { class: `severity ${issue.severity}` }, this.config.severities[issue.severity]),
            ` ${issue.column || issue.letter}${issue.value ? ` “${issue.value}”` : ""}: ${issue.message}`,
            issue.proposed
              ? el(
                  "span",
                  { class: "proposed" },
                  ` ${texts.proposed}: ${localNumber(issue.proposed, this.config.lang)}`,
                )
              : "",
          ),
        ),
      ),
    );
  }

  _list(findings, later = false) {
    return el("ul", { class: "findings" }, ...findings.map((finding) => this._finding(finding, later)));
  }

  _finding(finding, later) {
    const { texts, outcomes, rules, stages } = this.config;
    const { word, sign } = outcomes[finding.outcome];
    const law = [finding.source, finding.article].filter(Boolean).join(", ");
    const numbers = measure(finding, this.format);
    const item = el(
      "li",
      { class: "finding", data: { rule: finding.rule, outcome: finding.outcome } },
      el(
        "p",
        { class: "finding-head" },
        el(
          "span",
          { class: `outcome ${finding.outcome}` },
          el("b", { "aria-hidden": "true" }, sign),
          later ? (stages[finding.stage] ?? word) : finding.given ? texts.given : word,
        ),
        el("span", { class: "title" }, rules[finding.rule] ?? finding.rule),
        el("span", { class: "rule" }, this._ruleLink(finding.rule)),
      ),
      el("p", { class: "message" }, finding.message),
      el(
        "p",
        { class: "basis" },
        ...this._basis(finding, numbers, law),
        finding.unverified && finding.outcome !== "na"
          ? el("span", { class: "doubt", title: texts.unverifiedHint }, ` · ${texts.unverified}`)
          : "",
        finding.flips ? el("span", { class: "doubt" }, ` · ${texts.flips}`) : "",
      ),
    );
    const ask = finding.rule === "SHR-03" && finding.outcome !== "pass" && !finding.blocking;
    const owner = ask ? this.tools.askOwner?.() : null;
    if (owner) item.append(el("p", {}, el("a", { class: "quiet share", href: owner.url }, owner.text)));
    if (finding.evidence) {
      item.classList.add("drawn");
      item.addEventListener("pointerenter", () => this.tools.hover(finding));
      item.addEventListener("pointerleave", () => this.tools.hover(null));
    }
    return item;
  }

  _basis(finding, numbers, law) {
    const parts = [];
    const push = (part) => {
      if (parts.length) parts.push(" · ");
      parts.push(part);
    };
    if (numbers) push(el("span", { class: "measure" }, numbers));
    if (law) push(law);
    if (finding.related) {
      const mast = this.tools.mast(finding.related);
      const names = finding.operator
        .split("+")
        .map((code) => this.config.operators.find((one) => one.code === code)?.name ?? code)
        .filter(Boolean)
        .join(", ");
      const said = names ? `${finding.related} (${names})` : finding.related;
      push(
        el(
          "span",
          {},
          `${this.config.texts.related} `,
          mast && this.config.urls.mast
            ? el("a", { href: this.config.urls.mast + encodeURIComponent(finding.related) }, said)
            : said,
        ),
      );
    }
    return parts;
  }

  _ruleLink(rule) {
    const { urls, texts } = this.config;
    if (!urls.law) return rule;
    return el("a", { href: `${urls.law}#rule-${rule.replaceAll("/", "-")}`, title: texts.lawHint }, rule);
  }

  _mastLink(code) {
    const { urls } = this.config;
    return urls.mast && this.tools.mast(code)
      ? el("a", { href: urls.mast + encodeURIComponent(code) }, code)
      : code;
  }
}
