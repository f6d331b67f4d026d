// What is answered is recorded as a new item; a correction names the one it replaces.

import { draftKey, record } from "../record.js";
import { lastReading } from "./answers.js";
import { instrumentOf } from "./instrument.js";
import { showState } from "./state.js";

const READ = ["value", "raw", "unit", "instrument", "calibrated_on", "note"];
export const blankOf = (entry) => ({
  value: null,
  raw: "",
  unit: entry.answer === "number" ? (entry.unit ?? "") : "",
  instrument: "",
  calibrated_on: "",
  note: "",
});
const same = (fields, item) =>
  item && READ.every((name) => JSON.stringify(fields[name] ?? "") === JSON.stringify(item[name] ?? ""));
const empty = (fields) => (fields.value === null || fields.value === "") && !fields.raw && !fields.note;

// One write after the other: a blur and a tap on "next" come together.
export function saver(visitor, entry, state) {
  let line = Promise.resolve();
  const held = { ...blankOf(entry), ...pick(lastReading(visitor.rows, entry)?.item) };
  const save = (change = {}) => {
    Object.assign(held, change);
    line = line.then(async () => {
      const last = lastReading(visitor.rows, entry);
      if (entry.row && entry.instrument && !held.instrument) Object.assign(held, await instrumentOf(entry));
      const fields = { ...held };
      if (same(fields, last?.item) || (!last && empty(fields))) return;
      const row = await record(
        visitor.visit,
        { kind: "reading", entry: entry.code, ...fields, replaces: last?.id ?? "" },
        { draft: draftKey(visitor.visit, entry.code) },
      );
      delete visitor.drafts[entry.code]; // recorded
      visitor.taken(row);
      showState(state, entry, visitor.mast, row);
    });
    visitor.busy.add(line);
    line.finally(() => visitor.busy.delete(line));
    return line;
  };
  save.held = held;
  return save;
}

const pick = (item) => (item ? Object.fromEntries(READ.map((name) => [name, item[name]])) : {});
