// What is typed is kept with every key, and recorded when one goes on.

import { keepDraft } from "../record.js";

export function typed(visitor, entry, input, changed) {
  const drafted = visitor.drafts[entry.code];
  let heard = input.value; // as it was recorded
  if (drafted !== undefined) input.value = drafted;
  input.addEventListener("input", () => {
    keepDraft(visitor.visit, entry.code, input.value).catch(() => {
      /* it stands on the screen */
    });
  });
  const tell = () => {
    heard = input.value;
    return changed(heard);
  };
  input.addEventListener("change", tell);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.tagName === "INPUT") {
      event.preventDefault();
      visitor.next?.();
    }
  });
  visitor.flush.add(() => (input.isConnected && input.value !== heard ? tell() : null)); // keys on the screen bring no "change", erasing neither
  return input;
}
