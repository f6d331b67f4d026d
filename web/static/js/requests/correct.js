// What a row says, corrected in the page: typed fields, a reason, and both versions where somebody was first.

import { sayFault } from "../frame/api.js";
import { el, localNumber } from "../map/parts.js";

export class RowFields {
  // `tools`: correct(at, texts, reason, seen), urban(at, "yes" or "no", reason).
  constructor(config, tools) {
    this.config = config;
    this.tools = tools;
    this.box = document.getElementById("row-fields");
    this.typed = new Map(); // row: what was typed and not written yet
  }

  written(at) {
    this.typed.delete(at);
  }

  show(at, held) {
    this.box.replaceChildren();
    this.box.hidden = at < 0 || !held;
    if (this.box.hidden) return;
    if (held.days.length) this.box.append(this._days(held.days));
    if (this.config.mayJudge) this.box.append(this._urban(at, held));
    if (this.config.mayCorrect) this.box.append(this._fields(at, held));
    this.box.hidden = !this.box.childElementCount;
  }

  // Opens the form with the cell that is to be mended under the cursor, with `value` in it where one is given.
  open(name, value = null) {
    const input = /** @type {HTMLInputElement} */ (
      document.getElementById(`field-${name}`) ??
        this.box.querySelector(".row-fields input, .row-fields select")
    );
    if (!input) return; // who may not mend it
    if (value !== null) {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true })); // kept like what is typed
    }
    input.closest("details").open = true;
    input.scrollIntoView({ block: "center" });
    input.focus();
  }

  _days(days) {
    const { texts, outcomes, rules } = this.config;
    const side = (title, outcome, message) =>
      el(
        "div",
        {},
        el("p", { class: "sub" }, title),
        el("p", {}, outcome ? el("span", { class: `outcome ${outcome}` }, outcomes[outcome].word) : "–"),
        el("p", { class: "sub" }, message),
      );
    return el(
      "details",
      { class: "add two-days" },
      el("summary", {}, `${texts.differsTitle} (${days.length})`),
      ...days.map(([rule, first, firstSaid, second, secondSaid]) =>
        el(
          "div",
          { class: "two-days-rule" },
          el("p", {}, el("b", {}, rules[rule] ?? rule), ` · ${rule}`),
          el(
            "div",
            { class: "versions" },
            side(texts.filing, first, firstSaid),
            side(texts.decisionDay, second, secondSaid),
          ),
        ),
      ),
    );
  }

  _urban(at, held) {
    const { texts } = this.config;
    const choice = (value, word) =>
      el(
        "label",
        { class: "choice" },
        el("input", {
          type: "radio",
          name: "urban",
          value,
          required: true,
          checked: held.urban === (value === "yes") && held.urban !== null,
        }),
        ` ${word}`,
      );
    const reason = el("input", { type: "text", id: "urban-reason", required: true, autocomplete: "off" });
    const said = el("p", { class: "refused", role: "alert", hidden: true });
    const now = held.urban === null ? texts.urbanUnstated : held.urban ? texts.urbanYes : texts.urbanNo;
    const form = el(
      "form",
      { class: "add-note" },
      el(
        "fieldset",
        { class: "urban-choice" },
        el("legend", {}, texts.urban),
        choice("yes", texts.urbanYes),
        choice("no", texts.urbanNo),
      ),
      el("div", { class: "field" }, el("label", { for: "urban-reason" }, texts.evidence), reason),
      said,
      el("p", {}, el("button", { class: "button" }, texts.urbanSave)),
    );
    this._send(form, said, () => this.tools.urban(at, form.elements.urban.value, reason.value.trim()));
    return el("details", { class: "add" }, el("summary", {}, `${texts.urban}: ${now}`), form);
  }

  _fields(at, held) {
    const { texts, fields, lang } = this.config;
    const inputs = new Map();
    const before = (name) => localNumber(held.texts[name] ?? "", lang);
    const lines = fields.map((field) => {
      const id = `field-${field.name}`;
      const input = field.choices.length
        ? el(
            "select",
            { id },
            el("option", { value: "" }, "–"),
            ...field.choices.map(([code, word]) => el("option", { value: code }, word)),
          )
        : el("input", { type: "text", id, autocomplete: "off", maxlength: "500" });
      input.value = before(field.name);
      inputs.set(field.name, input);
      return el("div", { class: `field ${field.name}` }, el("label", { for: id }, field.label), input);
    });
    const reason = el("textarea", { id: "correct-reason", rows: "1", required: true });
    reason.value = texts.correctWhy ?? ""; // the office asked for it: that is the reason
    const said = el("p", { class: "refused", role: "alert", hidden: true });
    const form = el(
      "form",
      { class: "add-note" },
      el("p", { class: "sub" }, texts.correctHint),
      el("div", { class: "row-fields" }, ...lines),
      el("div", { class: "field" }, el("label", { for: "correct-reason" }, texts.correctReason), reason),
      said,
      el("p", {}, el("button", { class: "button" }, texts.correctSave)),
    );
    const box = el("details", { class: "add" }, el("summary", {}, texts.correct), form);
    const kept = this.typed.get(at);
    if (kept) {
      for (const [name, value] of Object.entries(kept.values)) inputs.get(name).value = value;
      reason.value = kept.reason;
      box.open = true;
    }
    const changed = () =>
      Object.fromEntries(
        [...inputs]
          .filter(([name, input]) => input.value.trim() !== before(name))
          .map(([name, input]) => [name, input.value.trim()]),
      );
    form.addEventListener("input", () => this.typed.set(at, { values: changed(), reason: reason.value }));
    this._send(form, said, async () => {
      const values = changed();
      if (!Object.keys(values).length) {
        said.textContent = texts.correctNothing;
        said.hidden = false;
        return;
      }
      await this.tools.correct(at, values, reason.value.trim(), held.version);
    });
    return box;
  }

  _send(form, said, deed) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      said.hidden = true;
      try {
        await deed();
      } catch (error) {
        sayFault(said, error, this.config.texts);
      } finally {
        button.disabled = false;
      }
    });
  }
}
