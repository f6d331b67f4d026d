// A column of the list: whoever looks at it says which field it is, in which unit, or that it is not used.

import { sayFault } from "../frame/api.js";
import { el } from "../map/parts.js";

// `column` as the view has it; `near` is the label that its header resembles; `send(column, name, unit)` writes.
export function explainColumn(config, column, { send, near = null }) {
  const { texts } = config;
  const named = column.header || `${column.letter} (${texts.columnNameless})`;
  const said = el("p", { class: "refused", role: "alert", hidden: true });
  const write = async (button, name, measure) => {
    said.hidden = true;
    button.disabled = true;
    try {
      await send(column, name, measure);
    } catch (error) {
      button.disabled = false;
      sayFault(said, error, texts);
    }
  };
  const samples = column.samples?.length
    ? el(
        "p",
        { class: "samples" },
        `${texts.columnSamples}: `,
        el("span", { lang: "vi" }, column.samples.join(" · ")),
      )
    : "";
  const form = fieldForm(config, named, near, write);
  const may = column.proposed && !column.stated ? proposedField(config, column.proposed, write) : "";
  const deeds = el("p", { class: "column-deeds" });
  if (column.stated) {
    const back = el(
      "button",
      {
        class: "again",
        type: "button",
        "aria-label": `${texts.columnNone}: ${named}`,
        onclick: () => write(back, "", ""),
      },
      texts.columnNone,
    );
    deeds.append(back);
  }
  if (column.stated || column.means) {
    // understood: another field is asked for
    form.hidden = true;
    const change = el(
      "button",
      {
        class: "again",
        type: "button",
        "aria-expanded": "false",
        "aria-label": `${texts.columnChange}: ${named}`,
        onclick: () => {
          form.hidden = !form.hidden;
          change.setAttribute("aria-expanded", String(!form.hidden));
          if (!form.hidden) form.querySelector("select").focus();
        },
      },
      texts.columnChange,
    );
    deeds.append(change);
  }
  return el("div", { class: "explain" }, samples, may, deeds.children.length ? deeds : "", form, said);
}

// What a column may be, why, and the click that takes it.
function proposedField({ texts }, { name, label, sure, why }, write) {
  const take = el(
    "button",
    {
      class: "button",
      type: "button",
      "aria-label": `${texts.columnTake}: ${label}`,
      onclick: () => write(take, name, ""),
    },
    texts.columnTake,
  );
  return el(
    "p",
    { class: "proposed-field" },
    `${sure ? texts.columnSurely : texts.columnMaybe} `,
    el("b", {}, label),
    `: ${why} `,
    take,
  );
}

// One button takes every proposal that is sure; above the issues and above the columns.
export function offerSure(config, sheets, send) {
  const { texts } = config;
  const sure = sheets.flatMap((sheet) => sheet.columns).filter((column) => column.proposed?.sure);
  if (!sure.length) return;
  for (const box of [
    document.getElementById("columns-read"),
    document.querySelector("#pane-issues .table-scroll"),
  ]) {
    const said = el("p", { class: "refused", role: "alert", hidden: true });
    const button = el(
      "button",
      {
        class: "button primary",
        type: "button",
        onclick: async () => {
          said.hidden = true;
          button.disabled = true;
          try {
            await send();
          } catch (error) {
            button.disabled = false;
            sayFault(said, error, texts);
          }
        },
      },
      `${texts.columnSure} (${sure.length})`,
    );
    const names = sure.map((column) => `${column.letter} → ${column.proposed.label}`).join(" · ");
    box.before(el("div", { class: "sure-columns" }, button, el("span", { class: "sub" }, names), said));
  }
}

function fieldForm({ texts, columnFields, columnUnits, columnNotUsed }, named, near, write) {
  const label = (text) => text.replace("{header}", named);
  const field = el(
    "select",
    { "aria-label": label(texts.columnIs), required: true },
    el("option", { value: "" }, texts.columnChoose),
    el("option", { value: columnNotUsed }, texts.columnUnused),
    ...columnFields.map(({ name, label: word, vi }) =>
      el("option", { value: name, selected: vi === near }, word),
    ),
  );
  const unit = el(
    "select",
    { "aria-label": label(texts.columnUnit) },
    el("option", { value: "" }, texts.columnUnitKept),
    ...columnUnits.map((one) => el("option", { value: one }, one)),
  );
  const say = el("button", { class: "button" }, texts.columnSay);
  const length = () => {
    unit.hidden = !columnFields.find(({ name }) => name === field.value)?.length;
  };
  field.addEventListener("change", length);
  length();
  const form = el("form", { class: "answer" }, field, unit, say);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write(say, field.value, unit.hidden ? "" : unit.value);
  });
  return form;
}
