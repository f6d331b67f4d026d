// What is typed is kept with every key, and recorded when one goes on.

import { keepDraft } from "../record.js";

export function typed(visitor, entry, input, changed) {
  const drafted = visitor.drafts[entry.code];
  if (drafted !== undefined) input.value = drafted;
  input.addEventListener("input", () => {
    keepDraft(visitor.visit, entry.code, input.value).catch(() => {
      /* it stands on the screen */
    });
  });
  input.addEventListener("change", () => changed(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.tagName === "INPUT") {
      event.preventDefault();
      visitor.next?.();
    }
  });
  visitor.flush.add(() =>
    input.isConnected && input.value !== input.defaultValue ? changed(input.value) : null,
  );
  return input;
}
