// The officer's decision on the chosen row; the recommendation is preselected, any other choice needs its reason.

import { sayFault } from "../frame/api.js";
import { el } from "../map/parts.js";

const BOUND = "agree_with_conditions";

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

  show(at, row) {
    this.at = at;
    this.row = row;
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
    if (this._stale()) return false;
    const radio = this.box.querySelectorAll("input[type=radio]")[k];
    if (!radio) return false;
    radio.checked = true;
    this._needs();
    this.form.querySelector("button.primary").focus(); // Enter saves, or goes to the reason where one is needed
    return true;
  }

  // Adds a sentence to what the letter says of the row: its conditions where it is agreed on such, else the reason.
  add(text) {
    const field = this._needs() === BOUND ? this.conditions : this.reason;
    field.value = [field.value.trim(), text].filter(Boolean).join(field === this.reason ? "; " : "\n");
    field.dispatchEvent(new Event("input", { bubbles: true })); // kept like what is typed
    field.focus();
  }

  // Saves what is chosen, as the first button does.
  save() {
    if (!this.form?.isConnected || this._stale()) return false;
    this.form.requestSubmit();
    return true;
  }

  // Whether the form is that of the row before: the one chosen in the table is still on its way.
  _stale() {
    return Boolean(this.box.closest("[inert]"));
  }

  _said(row) {
    const { texts, decisions } = this.config;
    const decided = row.decision;
    if (!decided) return [el("h3", {}, texts.decision), el("p", { class: "undecided" }, texts.undecided)];
    return [
      el("h3", {}, texts.decision),
      el("p", {}, el("span", { class: `decided ${decided.code}` }, decisions[decided.code])),
      decided.reason ? el("p", {}, `${texts.reason}: ${decided.reason}`) : "",
      decided.conditions.length ? el("ul", {}, ...decided.conditions.map((one) => el("li", {}, one))) : "",
      this.config.office
        ? el("p", { class: "sub" }, `${texts.decidedBy}: ${decided.who}, ${decided.at}`)
        : "",
    ].filter(Boolean);
  }

  _form(row) {
    const { texts, decisions } = this.config;
    const decided = row.decision;
    const kept = this.typed.get(this.at);
    const chosen = kept?.code ?? decided?.code ?? row.follows;
    const choices = Object.entries(decisions).map(([code, word], k) =>
      el(
        "label",
        { class: `choice ${code}` },
        el("input", { type: "radio", name: "decision", value: code, checked: code === chosen }),
        el("span", {}, word, code === row.follows ? el("span", { class: "sub" }, texts.asRecommended) : ""),
        el("kbd", { "aria-hidden": "true" }, String(k + 1)),
      ),
    );
    this.reason = el("textarea", { id: "decision-reason", rows: "1" });
    const paper =
      row.other && !decided && row.follows.startsWith("agree") ? this.config.behalf[row.other] : "";
    this.reason.value = kept?.reason ?? decided?.reason ?? (paper ? `${texts.behalfPaper}: ${paper}` : "");
    this.conditions = el("textarea", { id: "decision-conditions", rows: "1" });
    this.conditions.value = kept?.conditions ?? (decided?.conditions ?? []).join("\n");
    this.reasonHint = el("span", { class: "optional" }, texts.reasonNeeded);
    this.conditionsHint = el("span", { class: "optional" }, texts.conditionsNeeded);
    this.conditionsBox = el(
      "div",
      { class: "field" },
      el("label", { for: "decision-conditions" }, texts.conditions, " ", this.conditionsHint),
      this.conditions,
    );
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
      el(
        "fieldset",
        { class: "choices", title: texts.keys },
        el(
          "legend",
          {},
          texts.decision,
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
      this.conditionsBox,
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
        conditions: this.conditions.value,
      }),
    );
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) this.form.requestSubmit();
    });
    this.form.addEventListener("submit", (event) => this._submit(event));
    return this.form;
  }

  _needs() {
    const code = this.form.querySelector("input[type=radio]:checked").value;
    const forAnother = Boolean(this.row.other) && code.startsWith("agree"); // on whose word is it filed?
    const open = (this.row.matters ?? []).length > 0; // a reason is the answer to what is open
    this.needed = code !== this.row.follows || forAnother || open;
    this.reason.required = this.needed;
    this.reasonHint.hidden = !this.needed;
    const { texts } = this.config;
    this.reasonHint.textContent = open
      ? texts.reasonForMatters
      : code === this.row.follows
        ? texts.reasonForAnother
        : texts.reasonNeeded;
    this.conditionsBox.hidden = code !== BOUND;
    this.conditions.required = code === BOUND && this.row.follows !== BOUND; // nothing found is a condition
    this.conditionsHint.hidden = !this.conditions.required;
    return code;
  }

  async _submit(event) {
    event.preventDefault();
    const code = this._needs();
    const [at, said] = [this.at, this.refused];
    said.hidden = true;
    const conditions =
      code === BOUND
        ? this.conditions.value
            .split("\n")
            .map((one) => one.trim())
            .filter(Boolean)
        : [];
    const buttons = [...this.form.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    try {
      const choice = { decision: code, reason: this.reason.value.trim(), conditions };
      const draft = this.typed.get(at);
      this.typed.delete(at); // what is written is no draft; it comes back where writing failed
      try {
        await this.decide(at, choice, event.submitter?.value !== "stay");
      } catch (error) {
        if (draft) this.typed.set(at, draft);
        sayFault(said, error, this.config.texts);
      }
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }
}
