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

// What nobody answered in a commune is ticked as done; nothing is kept before it is saved.
function allDone(button) {
  for (const card of button.closest(".commune-block").querySelectorAll(".mast-card")) {
    if (card.querySelector("input[type=radio]:checked")) continue;
    const done = card.querySelector("input[value=done]");
    done.checked = true;
    told({ target: done });
  }
}

function reason(card) {
  const note = card.querySelector("input[type=text]");
  if (note) note.required = card.querySelector("input[value=not_done]")?.checked ?? false;
}

if (unsaved) {
  form.addEventListener("change", told);
  for (const button of form.querySelectorAll(".all-done")) {
    button.hidden = false;
    button.addEventListener("click", () => allDone(button));
  }
  form.addEventListener("submit", () => {
    saving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed.size && !saving) event.preventDefault();
  });
  form.querySelectorAll(".mast-card").forEach(reason);
  if (document.querySelector(".refusal")) form.querySelector("input[type=text]:invalid")?.focus();
}
