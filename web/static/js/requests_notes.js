// What was noted about a row, and the officer's own answer to a finding.
import { el } from "./appraise_parts.js";

export class NotesPanel {
  // `tools`: add(at, values), withdraw(at, note).
  constructor(config, tools) {
    Object.assign(this, { config, tools });
    this.box = document.getElementById("notes");
  }

  show(at, notes) {
    const { texts, mayJudge, office } = this.config;
    this.box.hidden = at < 0 || !office;
    this.box.replaceChildren();
    if (this.box.hidden) return;
    this.box.append(el("h3", {}, texts.notes));
    if (notes.length) this.box.append(el("ul", { class: "note-list" }, ...notes.map((note) => this._note(at, note))));
    else this.box.append(el("p", { class: "sub" }, texts.noNotes));
    if (mayJudge) this.box.append(this._form(at));
  }

  _note(at, note) {
    const { texts, noteKinds, outcomes, urls, mayJudge } = this.config;
    return el("li", { class: note.withdrawn ? "taken-back" : "" },
      el("p", { class: "note-head" }, el("b", {}, noteKinds[note.kind] ?? note.kind),
        note.rule ? ` · ${note.rule}` : "", note.outcome ? ` · ${outcomes[note.outcome].word}` : "", note.whole ? ` · ${texts.wholeList}` : "",
        note.withdrawn ? ` · ${texts.withdrawn}` : "", el("span", { class: "sub-inline" }, ` ${note.who}, ${note.at}`)),
      note.text ? el("p", {}, note.text) : "",
      note.evidence ? el("p", { class: "sub" }, note.evidence) : "",
      ...note.files.map((file) => el("p", {}, el("a", { href: urls.file.replace("SHA", file.sha256), download: true }, file.name))),
      mayJudge && !note.withdrawn ? el("button", { type: "button", class: "quiet", onclick: () => this.tools.withdraw(at, note) }, texts.withdraw) : "");
  }

  _form(at) {
    const { texts, noteKinds, addable } = this.config;
    const kind = el("select", { id: "note-kind" }, ...addable.map((code) => el("option", { value: code }, noteKinds[code])));
    const text = el("textarea", { id: "note-text", rows: "2" });
    const file = el("input", { type: "file", id: "note-file" });
    const said = el("p", { class: "refused", role: "alert", hidden: true });
    const form = el("form", { class: "add-note" },
      el("div", { class: "field" }, el("label", { for: "note-kind" }, texts.noteKind), kind),
      el("div", { class: "field" }, el("label", { for: "note-text" }, texts.noteText), text),
      el("div", { class: "field" }, el("label", { for: "note-file" }, texts.noteFile), file),
      said, el("p", {}, el("button", { class: "button" }, texts.addNote)));
    send(form, said, texts, () => this.tools.add(at, { kind: kind.value, text: text.value, file: file.files[0] }));
    return el("details", { class: "add" }, el("summary", {}, texts.addNote), form);
  }
}

// Gives every finding of the chosen row a way to be answered by the officer.
export function markFindings(config, held, keep) {
  const { texts, outcomes, own } = config;
  for (const item of document.querySelectorAll("#findings .finding")) {
    const { rule, outcome } = item.dataset;
    if (outcome === "na") continue;
    const open = outcome === "unknown" || outcome === "review";
    const button = el("button", { type: "button", class: "quiet", "aria-expanded": "false" }, open ? texts.byHand : texts.takeOver);
    item.append(button);
    button.addEventListener("click", () => {
      button.hidden = true;
      const id = `own-${rule}`;
      const choice = el("select", { id: `${id}-outcome` }, ...own.map((code) => el("option", { value: code }, outcomes[code].word)));
      const text = el("textarea", { id: `${id}-text`, rows: "2", required: true });
      const said = el("p", { class: "refused", role: "alert", hidden: true });
      const whole = el("input", { type: "checkbox" });
      const form = el("form", { class: "own-finding" },
        el("div", { class: "field" }, el("label", { for: `${id}-outcome` }, texts.outcome), choice),
        el("div", { class: "field" }, el("label", { for: `${id}-text` }, open ? texts.evidence : texts.reason), text),
        open ? el("label", { class: "whole" }, whole, ` ${texts.forWhole}`) : "", said,
        el("p", { class: "decide-deeds" }, el("button", { class: "button" }, texts.keep),
          el("button", { type: "button", class: "button", onclick: () => { form.remove(); button.hidden = false; button.focus(); } }, texts.cancel)));
      send(form, said, texts, () => keep(rule, open
        ? { kind: "manual_check", outcome: choice.value, evidence: text.value, text: text.value, whole: whole.checked ? "1" : "" }
        : { kind: "takeover", outcome: choice.value, text: text.value }));
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
    try { await deed(); } catch (error) {
      if (!(error instanceof Error)) throw error;
      said.textContent = error.said ?? texts.failed;
      said.hidden = false;
      button.disabled = false;
    }
  });
}
