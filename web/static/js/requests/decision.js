// The officer's decision on the chosen row; the recommendation is preselected, any other choice needs its reason.
// Nothing is preselected where the rules agree though a body objects, or though no height is stated.

import { sayFault } from "../frame/api.js";
import { el } from "../map/parts.js";
import { ConditionList } from "./conditions.js";

const BOUND = "agree_with_conditions";
const ASKED = "supplement";

export class DecisionPanel {
  // `decide(at, {decision, reason, conditions}, next)` writes; `next`: go on to the next row without a decision.
  // `mend(cell)` opens the field of the row that mends what was not read.
  /** @param {(cell: string) => void} [mend] */
  constructor(config, decide, mend = () => {}) {
    this.config = config;
    this.decide = decide;
    this.mend = mend;
    this.at = -1;
    this.box = document.getElementById("decision");
    this.typed = new Map(); // row: what was typed there and not saved yet
  }

  show(at, row, conditions = []) {
    this.at = at;
    this.row = row;
    this.offered = conditions;
    this.box.hidden = !row || !this.config.decisionsShown;
    if (this.box.hidden) {
      this.box.replaceChildren();
      return;
    }
    this.box.replaceChildren(...(this.config.mayJudge ? [this._form(row)] : this._said(row)));
    if (this.config.mayJudge) this._needs();
  }

  // Chooses the k-th decision as a click would.
  pick(k) {
    if (!this.form?.isConnected || this._stale()) return false; // no row is open yet
    const radio = this.box.querySelectorAll("input[type=radio]")[k];
    if (!radio) return false;
    radio.checked = true;
    this._needs();
    this.form.querySelector("button.primary").focus(); // Enter saves, or goes to the reason where one is needed
    return true;
  }

  // Adds a sentence to what the letter says of the row: its conditions where it is agreed on such, else the reason.
  add(text) {
    if (this._needs() === BOUND) {
      this.conditions.add(text);
      this.conditions.focus();
      return;
    }
    this.reason.value = [this.reason.value.trim(), text].filter(Boolean).join("; ");
    this.reason.dispatchEvent(new Event("input", { bubbles: true })); // kept like what is typed
    this.reason.focus();
  }

  // Saves what is chosen, as the first button does.
  save() {
    if (!this.form?.isConnected || this._stale()) return false;
    this.form.requestSubmit();
    return true;
  }

  // Whether the form is that of the row before, for the one chosen is still on its way, or is being written.
  _stale() {
    return Boolean(this.box.closest("[inert]")) || "writing" in this.form.dataset;
  }

  _said(row) {
    const { texts, decisions } = this.config;
    const decided = row.decision;
    if (!decided)
      return [
        el("h2", {}, texts.decision),
        el("p", { class: "undecided" }, texts.undecided),
        ...this._agreed(row),
      ];
    return [
      el("h2", {}, texts.decision),
      el("p", {}, el("span", { class: `decided ${decided.code}` }, decisions[decided.code])),
      decided.reason ? el("p", {}, `${texts.reason}: ${decided.reason}`) : "",
      decided.conditions.length ? el("ul", {}, ...decided.conditions.map((one) => el("li", {}, one))) : "",
      this.config.office
        ? el("p", { class: "sub" }, `${texts.decidedBy}: ${decided.who}, ${decided.at}`)
        : "",
      ...this._agreed(row),
    ].filter(Boolean);
  }

  // What other letters say of the row's agreed position: of a notice, an amendment, or of what came since.
  _agreed(row, open = []) {
    return (row.agreed ?? []).map((agreed) =>
      el(
        "p",
        { class: "sub row-agreed" },
        open.some((one) => one.text === agreed.text) ? "" : `${agreed.text}. `,
        el("a", { href: agreed.url }, agreed.link),
      ),
    );
  }

  _form(row) {
    const { texts, decisions } = this.config;
    const decided = row.decision;
    const kept = this.typed.get(this.at);
    const chosen = kept?.code ?? decided?.code ?? (row.choose ? "" : row.follows);
    const choices = Object.entries(decisions).map(([code, word], k) =>
      el(
        "label",
        { class: `choice ${code}` },
        el("input", {
          type: "radio",
          name: "decision",
          value: code,
          checked: code === chosen,
          required: true,
        }),
        el("span", {}, word, code === row.follows ? el("span", { class: "sub" }, texts.asRecommended) : ""),
        el("kbd", { "aria-hidden": "true" }, String(k + 1)),
      ),
    );
    this.reason = el("textarea", { id: "decision-reason", rows: "1" });
    const paper =
      row.other && !decided && row.follows.startsWith("agree") ? this.config.behalf[row.other] : "";
    this.reason.value = kept?.reason ?? decided?.reason ?? (paper ? `${texts.behalfPaper}: ${paper}` : "");
    this.conditions = new ConditionList(this.config);
    this.conditions.show(kept?.conditions ?? this.offered);
    this.reasonHint = el("span", { class: "optional" }, texts.reasonNeeded);
    const open = row.matters ?? []; // a row without any is sent without the list
    this.matters = open.length
      ? el(
          "div",
          { class: "row-matters", role: "note" },
          el("p", {}, el("b", {}, texts.mattersOf)),
          el(
            "ul",
            {},
            ...open.map((one) =>
              el(
                "li",
                {},
                one.text,
                one.cell && this.config.mayCorrect
                  ? el(
                      "button",
                      { type: "button", class: "quiet", onclick: () => this.mend(one.cell) },
                      texts.mendCell,
                    )
                  : "",
              ),
            ),
          ),
        )
      : "";
    this.refused = el("p", { class: "refused", role: "alert", hidden: true });
    this.form = el(
      "form",
      { class: "decide" },
      this.matters,
      ...this._agreed(row, open),
      el(
        "fieldset",
        { class: "choices", title: texts.keys },
        el(
          "legend",
          {},
          texts.decision,
          // on a phone the row's own heading comes below the form
          el("span", { class: "of-row" }, ` · ${texts.row} ${row.row} · ${row.code || texts.noCode}`),
          decided
            ? el("span", { class: "sub-inline" }, ` ${texts.saved}: ${decided.who}, ${decided.at}`)
            : "",
        ),
        ...choices,
      ),
      el(
        "div",
        { class: "field" },
        el("label", { for: "decision-reason" }, texts.reason, " ", this.reasonHint),
        this.reason,
      ),
      this.conditions.box,
      this.refused,
      el(
        "p",
        { class: "decide-deeds" },
        el("button", { class: "button primary", value: "next" }, texts.saveNext),
        el("button", { class: "button", value: "stay" }, texts.save),
      ),
    );
    this.form.addEventListener("change", () => this._needs());
    const [at, form] = [this.at, this.form];
    form.addEventListener("input", () =>
      this.typed.set(at, {
        code: form.elements.decision.value,
        reason: this.reason.value,
        conditions: this.conditions.said(),
      }),
    );
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) this.form.requestSubmit();
    });
    this.form.addEventListener("submit", (event) => this._submit(event));
    return this.form;
  }

  _needs() {
    const code = this.form.querySelector("input[type=radio]:checked")?.value ?? ""; // "": to be chosen yet
    const forAnother = Boolean(this.row.other) && code.startsWith("agree"); // on whose word is it filed?
    const left = (this.row.matters ?? []).length > 0; // a reason is the answer to what is open
    const anew = !left && (this.row.anew ?? []).includes(code); // another decision's word answered it
    const open = left || anew;
    const objected = Boolean(this.row.objected) && code.startsWith("agree"); // against a body's word
    this.needed = Boolean(code) && (code !== this.row.follows || forAnother || open || objected);
    this.reason.required = this.needed;
    this.reasonHint.hidden = !this.needed;
    this._setAside(code);
    this._propose(code);
    const { texts } = this.config;
    this.reasonHint.textContent = open
      ? anew
        ? texts.reasonAnew
        : texts.reasonForMatters
      : objected
        ? `${texts.reasonAgainst}: ${this.row.objected}`
        : code === this.row.follows
          ? texts.reasonForAnother
          : texts.reasonNeeded;
    this.conditions.box.hidden = code !== BOUND;
    this.conditions.box.disabled = code !== BOUND; // what is not shown asks for nothing
    return code;
  }

  // The reason of the saved decision is none of a contrary one: it is set aside in sight, and comes back with it.
  _setAside(code) {
    const { code: saved, reason: old } = this.row.decision ?? {};
    if (!old || !code) return;
    const same = code === saved || (code.startsWith("agree") && saved.startsWith("agree"));
    const now = this.reason.value.trim();
    if (!same && now === old.trim()) this.reason.value = "";
    else if (same && !now && this.reason.placeholder) this.reason.value = old;
    this.reason.placeholder = same ? "" : `${this.config.texts.reasonBefore}: ${old}`;
  }

  // What has to be supplemented is what the findings miss: the reason says so until somebody writes another.
  _propose(code) {
    const asked = code === ASKED && this.needed ? (this.row.asks ?? "") : "";
    const now = this.reason.value.trim();
    if (asked && !now) this.reason.value = asked;
    else if (!asked && now && now === this.row.asks && code !== this.row.decision?.code)
      this.reason.value = "";
  }

  async _submit(event) {
    event.preventDefault();
    const form = this.form;
    if ("writing" in form.dataset) return; // pressed again: twice would be a conflict with oneself
    form.dataset.writing = "";
    const code = this._needs();
    const at = this.at;
    this.refused.hidden = this.conditions.refused.hidden = true;
    const conditions = code === BOUND ? this.conditions.said() : [];
    const buttons = [...form.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    try {
      const choice = { decision: code, reason: this.reason.value.trim(), conditions };
      const draft = this.typed.get(at);
      this.typed.delete(at); // what is written is no draft; it comes back where writing failed
      try {
        await this.decide(at, choice, event.submitter?.value !== "stay");
      } catch (error) {
        if (draft) this.typed.set(at, draft);
        const ofConditions = error.body?.error?.code?.startsWith("REQUEST-CONDITION");
        sayFault(ofConditions ? this.conditions.refused : this.refused, error, this.config.texts);
      }
    } finally {
      for (const button of buttons) button.disabled = false;
      delete form.dataset.writing;
    }
  }
}
