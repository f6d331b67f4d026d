// What was noted about a row, and the officer's own answer to a finding.

import { sayFault } from "../frame/api.js";
import { el, localNumber } from "../map/parts.js";

const PHOTO = /\.(jpe?g|png|webp|gif|bmp|tiff?)$/i;

export class NotesPanel {
  // `tools`: add(at, values), rewrite(at, note, text), withdraw(at, note).
  constructor(config, tools) {
    this.config = config;
    this.tools = tools;
    this.box = document.getElementById("notes");
    this.typed = new Map(); // row: what was typed there and not added yet
  }

  show(at, notes) {
    const { texts, mayJudge, office } = this.config;
    this.box.hidden = at < 0 || !office;
    this.box.replaceChildren();
    if (this.box.hidden) return;
    this.box.append(el("h2", {}, texts.notes));
    if (notes.length)
      this.box.append(el("ul", { class: "note-list" }, ...notes.map((note) => this._note(at, note))));
    else this.box.append(el("p", { class: "sub" }, texts.noNotes));
    if (mayJudge) this.box.append(this._form(at));
  }

  _note(at, note) {
    const { texts, noteKinds, outcomes, urls, mayJudge } = this.config;
    return el(
      "li",
      { class: note.withdrawn ? "taken-back" : "" },
      el(
        "p",
        { class: "note-head" },
        el("b", {}, noteKinds[note.kind] ?? note.kind),
        note.rule ? ` · ${note.rule}` : "",
        note.outcome ? ` · ${note.given ? texts.given : outcomes[note.outcome].word}` : "",
        note.whole ? ` · ${texts.wholeList}` : "",
        note.withdrawn ? ` · ${texts.withdrawn}` : "",
        el("span", { class: "sub-inline" }, ` ${[note.who, note.at].filter(Boolean).join(", ")}`),
      ),
      note.fields.length
        ? el(
            "dl",
            { class: "before-after" },
            ...note.fields.flatMap(([label, before, after]) => [
              el("dt", {}, label),
              el(
                "dd",
                {},
                el("del", {}, localNumber(before, this.config.lang) || texts.empty),
                " → ",
                el("ins", {}, localNumber(after, this.config.lang) || texts.empty),
              ),
            ]),
          )
        : "",
      note.urban === null || note.urban === undefined
        ? ""
        : el("p", {}, el("b", {}, note.urban ? texts.urbanYes : texts.urbanNo)),
      note.text ? el("p", { class: "note-text" }, note.text) : "",
      note.evidence && note.evidence !== note.text ? el("p", { class: "sub" }, note.evidence) : "",
      note.files.length
        ? el("div", { class: "note-files" }, ...note.files.map((file) => this._file(file, urls)))
        : "",
      note.page ? el("p", { class: "note-deeds" }, el("a", { href: note.page }, texts.visitPage)) : "",
      mayJudge && note.id && !note.withdrawn && note.kind !== "correction"
        ? el(
            "p",
            { class: "note-deeds" },
            el(
              "button",
              { type: "button", class: "quiet", onclick: (event) => this._edit(at, note, event.target) },
              texts.edit,
            ),
            el(
              "button",
              { type: "button", class: "quiet", onclick: (event) => this._withdraw(at, note, event.target) },
              texts.withdraw,
            ),
          )
        : "",
    );
  }

  _file(file, urls) {
    if (!PHOTO.test(file.name))
      return el("a", { href: urls.file.replace("SHA", file.sha256), download: true }, file.name);
    const at = (size) => urls.photo.replace("SIZE", size).replace("SHA", file.sha256);
    return el(
      "a",
      {
        class: "photo",
        href: at("large"),
        target: "_blank",
        rel: "noopener",
        title: `${this.config.texts.photoOpen}: ${file.name}`,
      },
      el("img", { src: at("small"), alt: file.name, loading: "lazy", width: "120", height: "90" }),
    );
  }

  async _withdraw(at, note, button) {
    button.disabled = true;
    try {
      await this.tools.withdraw(at, note);
    } catch (error) {
      button.disabled = false;
      const line = button.closest("li");
      const said =
        line.querySelector(":scope > .refused") ??
        line.appendChild(el("p", { class: "refused", role: "alert" }));
      sayFault(said, error, this.config.texts);
    }
  }

  _edit(at, note, button) {
    const { texts } = this.config;
    const item = button.closest("li");
    const text = el("textarea", { rows: "2", "aria-label": texts.noteText });
    text.value = note.text;
    const said = el("p", { class: "refused", role: "alert", hidden: true });
    const form = el(
      "form",
      { class: "add-note" },
      text,
      said,
      el(
        "p",
        { class: "decide-deeds" },
        el("button", { class: "button" }, texts.keep),
        el(
          "button",
          {
            type: "button",
            class: "button",
            onclick: () => {
              form.remove();
              button.hidden = false;
            },
          },
          texts.cancel,
        ),
      ),
    );
    send(form, said, texts, () => this.tools.rewrite(at, note, text.value));
    button.hidden = true;
    item.append(form);
    text.focus();
  }

  _form(at) {
    const { texts, noteKinds, addable } = this.config;
    const kind = el(
      "select",
      { id: "note-kind" },
      ...addable.map((code) => el("option", { value: code }, noteKinds[code])),
    );
    const text = el("textarea", { id: "note-text", rows: "2" });
    const file = el("input", { type: "file", id: "note-file", multiple: true });
    const kept = this.typed.get(at);
    if (kept) {
      kind.value = kept.kind;
      text.value = kept.text;
    }
    const said = el("p", { class: "refused", role: "alert", hidden: true });
    const form = el(
      "form",
      { class: "add-note" },
      el("div", { class: "field" }, el("label", { for: "note-kind" }, texts.noteKind), kind),
      el("div", { class: "field" }, el("label", { for: "note-text" }, texts.noteText), text),
      el("div", { class: "field" }, el("label", { for: "note-file" }, texts.noteFile), file),
      said,
      el("p", {}, el("button", { class: "button" }, texts.addNote)),
    );
    form.addEventListener("input", () => this.typed.set(at, { kind: kind.value, text: text.value }));
    send(form, said, texts, async () => {
      const draft = this.typed.get(at);
      this.typed.delete(at);
      try {
        await this.tools.add(at, { kind: kind.value, text: text.value, file: file.files });
      } catch (error) {
        if (draft) this.typed.set(at, draft);
        throw error;
      }
    });
    return el("details", { class: "add", open: Boolean(kept) }, el("summary", {}, texts.addNote), form);
  }
}

// Gives every finding of the chosen row a way to be answered by the officer.
export function markFindings(config, keep) {
  const { texts, outcomes, own } = config;
  for (const item of document.querySelectorAll("#findings .finding")) {
    const { rule, outcome } = item.dataset;
    if (outcome === "na") continue;
    const open = outcome === "unknown" || outcome === "review";
    const button = el(
      "button",
      { type: "button", class: "quiet", "aria-expanded": "false" },
      open ? texts.byHand : texts.takeOver,
    );
    item.append(button);
    button.addEventListener("click", () => {
      button.hidden = true;
      const id = `own-${rule}`;
      const choice = el(
        "select",
        { id: `${id}-outcome` },
        ...own.map((code) => el("option", { value: code }, outcomes[code].word)),
      );
      const text = el("textarea", { id: `${id}-text`, rows: "2", required: true });
      const said = el("p", { class: "refused", role: "alert", hidden: true });
      const whole = el("input", { type: "checkbox" });
      const form = el(
        "form",
        { class: "own-finding" },
        el("div", { class: "field" }, el("label", { for: `${id}-outcome` }, texts.outcome), choice),
        el(
          "div",
          { class: "field" },
          el("label", { for: `${id}-text` }, open ? texts.evidence : texts.reason),
          text,
        ),
        open ? el("label", { class: "whole" }, whole, ` ${texts.forWhole}`) : "",
        said,
        el(
          "p",
          { class: "decide-deeds" },
          el("button", { class: "button" }, texts.keep),
          el(
            "button",
            {
              type: "button",
              class: "button",
              onclick: () => {
                form.remove();
                button.hidden = false;
                button.focus();
              },
            },
            texts.cancel,
          ),
        ),
      );
      send(form, said, texts, () =>
        keep(
          rule,
          open
            ? {
                kind: "manual_check",
                outcome: choice.value,
                evidence: text.value,
                text: text.value,
                whole: whole.checked ? "1" : "",
              }
            : { kind: "takeover", outcome: choice.value, text: text.value },
        ),
      );
      item.append(form);
      choice.focus();
    });
  }
}

function send(form, said, texts, deed) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    said.hidden = true;
    try {
      await deed();
    } catch (error) {
      sayFault(said, error, texts);
      button.disabled = false;
    }
  });
}
