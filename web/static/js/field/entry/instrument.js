// The instrument of a reading and its day of calibration: the same one serves all day.

import { el, field } from "../dom.js";
import { meta, setMeta } from "../store.js";
import { splitKey } from "../visit/sheet.js";
import { t } from "../words.js";
import { lastReading } from "./answers.js";

const keyOf = (entry) => `instrument/${splitKey(entry.code)[0]}`;

/** The instrument that was used last for an entry: {instrument, calibrated_on}, "" where none was. */
export async function instrumentOf(entry) {
  const last = await meta(keyOf(entry));
  return { instrument: last?.name ?? "", calibrated_on: last?.day ?? "" };
}

// `save` null: for all rows of a group; each reading takes it along when it is recorded.
export function instrumentBox(visitor, entry, save) {
  const name = el("input", {
    type: "text",
    class: "big",
    autocomplete: "off",
    value: save?.held.instrument ?? "",
  });
  const day = el("input", { type: "date", class: "big", value: save?.held.calibrated_on ?? "" });
  const keep = () => {
    setMeta(keyOf(entry), { name: name.value.trim(), day: day.value }).catch(() => {});
    return save?.({ instrument: name.value.trim(), calibrated_on: day.value });
  };
  name.addEventListener("change", keep);
  day.addEventListener("change", keep);
  instrumentOf(entry).then((last) => {
    // the same instrument serves all day
    if (!last.instrument || name.value || day.value || (save && lastReading(visitor.rows, entry))) return;
    name.value = last.instrument;
    day.value = last.calibrated_on;
    if (save) Object.assign(save.held, last);
  });
  return el("div", { class: "pair" }, field(t("entry.instrument"), name), field(t("entry.calibrated"), day));
}
