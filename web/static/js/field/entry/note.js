// A note beside an answer.

import { el, field } from "../dom.js";
import { dropDraft, keepDraft } from "../record.js";
import { t } from "../words.js";

export function noteBox(visitor, entry, save) {
  const input = el("textarea", { rows: 2, class: "big", value: save.held.note });
  const key = `${entry.code}/note`;
  if (visitor.drafts[key] !== undefined) input.value = visitor.drafts[key];
  input.addEventListener("input", () => {
    keepDraft(visitor.visit, key, input.value).catch(() => {});
  });
  const changed = () =>
    save({ note: input.value.trim() })
      .then(() => dropDraft(visitor.visit, key))
      .catch(() => {});
  input.addEventListener("change", changed);
  visitor.flush.add(() => (input.isConnected && input.value.trim() !== save.held.note ? changed() : null));
  const open = Boolean(input.value);
  return el(
    "details",
    { class: "more", open },
    el("summary", { class: "tap", text: t("entry.note") }),
    field(t("entry.note"), input),
  );
}
