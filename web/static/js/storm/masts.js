// Answers mast by mast: what was tapped and not saved is said and not left behind; a reason is asked for on the spot.
const form = document.querySelector(".mast-form");
const unsaved = form?.querySelector(".unsaved");
const changed = new Set();
let saving = false;

function told({ target }) {
  const card = target.closest(".mast-card");
  if (!card) return;
  changed.add(card.id);
  form.elements.at.value = card.id.slice(2);
  reason(card);
  unsaved.textContent = unsaved.dataset.words.replace("{count}", changed.size);
  unsaved.hidden = false;
}

function reason(card) {
  const note = card.querySelector("input[type=text]");
  if (note) note.required = card.querySelector("input[value=not_done]")?.checked ?? false;
}

if (unsaved) {
  form.addEventListener("change", told);
  form.addEventListener("submit", () => {
    saving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed.size && !saving) event.preventDefault();
  });
  form.querySelectorAll(".mast-card").forEach(reason);
  if (document.querySelector(".refusal")) form.querySelector("input[type=text]:invalid")?.focus();
}
