// The conditions of an agreement beside its decision: what is proposed, each kept, edited, or struck with a reason,
// and what the officer adds, from what the office wrote before or in new words.
import { json } from "../frame/api.js";
import { el } from "../map/parts.js";

const USED = "conditions-used";

export class ConditionList {
  constructor(config) {
    this.config = config;
    this.items = [];
    const { texts } = config;
    this.list = el("ol", { class: "condition-list" });
    this.refused = el("p", { class: "refused", role: "alert", hidden: true });
    this.more = el("input", {
      type: "text",
      id: "condition-more",
      list: USED,
      autocomplete: "off",
      placeholder: texts.conditionMore,
    });
    this.more.addEventListener("focus", () => this._offer(), { once: true });
    this.more.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey) return;
      event.preventDefault(); // it adds the condition, and saves nothing
      this._added();
    });
    this.box = el(
      "fieldset",
      { class: "conditions-box" },
      el("legend", {}, texts.conditions),
      this.list,
      this.refused,
      el(
        "p",
        { class: "condition-more" },
        el("label", { for: "condition-more", class: "visually-hidden" }, texts.conditionMore),
        this.more,
        el("datalist", { id: USED }),
        el("button", { type: "button", class: "quiet", onclick: () => this._added() }, texts.conditionAdd),
      ),
    );
  }

  // Shows the conditions of a row: [{text, of, struck, reason, body, since}]; since: not saved with its decision.
  show(items) {
    this.items = items.map((one) => ({ ...one }));
    this.refused.hidden = true;
    this._draw();
  }

  // What is on the page, as the server takes it.
  said() {
    const typed = this.more.value.trim(); // typed and not added yet: it is meant
    const all = typed ? [...this.items, { text: typed, of: "", struck: false, reason: "" }] : this.items;
    return all.map((one) => ({ ...one }));
  }

  // Adds a condition in words of its own; one that stands there already is not written twice.
  add(text) {
    if (text && !this.items.some((one) => one.text === text && !one.struck))
      this.items.push({ text, of: "", struck: false, reason: "", body: "" });
    this._draw();
    this._changed();
  }

  focus() {
    this.more.focus();
  }

  _added() {
    const text = this.more.value.trim();
    this.more.value = "";
    this.add(text);
    this.more.focus();
  }

  _changed() {
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  _draw() {
    const { texts } = this.config;
    if (this.items.length) this.list.replaceChildren(...this.items.map((one, k) => this._item(one, k)));
    else this.list.replaceChildren(el("li", { class: "sub none" }, texts.conditionNone));
  }

  _item(one, k) {
    const { texts } = this.config;
    const words = el("textarea", {
      rows: "1",
      maxlength: "1000",
      "aria-label": `${texts.condition} ${k + 1}`,
    });
    words.value = one.text;
    words.disabled = one.struck;
    words.addEventListener("input", () => {
      one.text = words.value;
    });
    const why = el("input", {
      type: "text",
      maxlength: "1000",
      placeholder: texts.conditionWhy,
      "aria-label": `${texts.conditionWhy} ${k + 1}`,
      required: one.struck,
      hidden: !one.struck,
    });
    why.value = one.reason ?? "";
    why.addEventListener("input", () => {
      one.reason = why.value;
    });
    const strike = el(
      "button",
      { type: "button", class: "quiet", "aria-pressed": String(one.struck) },
      one.struck ? texts.conditionKeep : texts.conditionStrike,
    );
    strike.addEventListener("click", () => {
      if (one.of) one.struck = !one.struck;
      else this.items.splice(this.items.indexOf(one), 1); // the officer's own: it simply goes
      this._draw();
      this._changed();
      if (one.struck) this.list.children[k]?.querySelector("input")?.focus();
      else this.list.querySelectorAll("button")[k]?.focus();
    });
    return el(
      "li",
      { class: one.struck ? "struck" : "" },
      words,
      el(
        "span",
        { class: "condition-foot" },
        el(
          "span",
          { class: "sub" },
          one.since ? el("b", {}, texts.conditionSince) : "",
          one.since && one.body ? " · " : "",
          one.body ?? "",
        ),
        strike,
      ),
      why,
    );
  }

  async _offer() {
    const list = document.getElementById(USED);
    try {
      const { used } = await json(this.config.urls.usedConditions);
      list?.replaceChildren(...used.map(([text]) => el("option", { value: text })));
    } catch (error) {
      if (!(error instanceof Error)) throw error; // nothing to offer: it is typed then
    }
  }
}
