// The text of a cell: as it is drawn, in the field in which it is written, and in a block that is pasted.

import { el } from "../map/parts.js";

// A cell as it stands: its text, and by a sign what is doubtful, refused or repaired.
export function drawnCell(row, name, k, { refused, current }) {
  const mark = row.marks?.[name];
  const repaired = row.before && name in row.before;
  const kind = refused ? "refused-cell" : mark ? mark.severity : repaired ? "repaired" : "";
  return el(
    "td",
    {
      role: "gridcell",
      class: [`cell-${name}`, kind, current ? "current" : ""].filter(Boolean).join(" "),
      data: { column: String(k) },
      tabindex: current ? "0" : "-1",
      "aria-colindex": String(k + 2),
      "aria-selected": String(current),
      "aria-invalid": refused || mark?.severity === "error" ? "true" : null,
    },
    kind
      ? el("span", { class: "cell-sign", "aria-hidden": "true" }, { repaired: "✓", info: "·" }[kind] ?? "⚠")
      : "",
    refused?.text ?? row.texts[name] ?? "",
  );
}

// The field in which a cell is written: a choice where the column has some; `begun` is the letter that opened it.
export function fieldOf(column, text, begun, name) {
  const named = { "aria-label": name };
  const field = column.choices.length
    ? el(
        "select",
        named,
        ...[...new Set(["", ...(column.choices.includes(text) ? [] : [text]), ...column.choices])].map(
          (one) => el("option", { value: one, selected: one === text }, one || "–"),
        ),
      )
    : el("input", { ...named, type: "text", autocomplete: "off", maxlength: "500" });
  if (!column.choices.length) field.value = begun ?? text;
  else if (begun) {
    const found = column.choices.find((one) => one.toLowerCase().startsWith(begun.toLowerCase()));
    if (found) field.value = found;
  }
  return field;
}

// A block as Excel copies it: lines of cells parted by tabs, a cell with a line break or a quote in quotes.
export function cellsOf(text) {
  const lines = [[""]];
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  let quoted = false;
  for (let k = 0; k < whole.length; k += 1) {
    const letter = whole[k];
    const line = lines[lines.length - 1];
    if (quoted && letter === '"' && whole[k + 1] === '"') {
      line[line.length - 1] += '"';
      k += 1;
    } else if (letter === '"' && (quoted || line[line.length - 1] === "")) quoted = !quoted;
    else if (letter === "\t" && !quoted) line.push("");
    else if (letter === "\n" && !quoted) lines.push([""]);
    else line[line.length - 1] += letter;
  }
  return whole ? lines : [];
}

// How many cells of a row somebody has to look at; what is only remarked waits for nobody.
export const waiting = ({ marks }) =>
  Object.values(marks ?? {}).filter(({ severity }) => severity !== "info").length;
