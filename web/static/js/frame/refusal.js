// A refusal is said where its field is, too: the form has come back with what was typed, and the message names the
// fields that it may be about, or the words that could not be read. Without JavaScript it stands above alone.
const card = document.getElementById("refusal");
const here = location.pathname;

const visible = (field) => field.type !== "hidden" && !field.disabled;
const formsHere = () =>
  [...document.querySelectorAll("form")].filter(
    (form) => form.method === "post" && new URL(form.action, location.href).pathname === here,
  );

function fieldsOf(form) {
  return /** @type {HTMLInputElement[]} */ ([...form.elements]).filter(
    (field) => field.name && visible(field),
  );
}

// The first field of a name that the message gives; of several rows ("note-…") the first that is still empty.
function asked(form, names) {
  for (const name of names) {
    const own = fieldsOf(form).filter((field) => field.name === name || field.name.startsWith(`${name}-`));
    const found = own.find((field) => !field.value.trim()) ?? own[0];
    if (found) return found;
  }
  return null;
}

function unread(form, text) {
  return text ? fieldsOf(form).find((field) => field.value.trim() === text) : null;
}

function lead() {
  const names = (card.dataset.fields ?? "").split(" ").filter(Boolean);
  for (const form of formsHere()) {
    const field = unread(form, card.dataset.value) ?? asked(form, names);
    if (!field) continue;
    const said = document.createElement("p");
    said.className = "field-refusal";
    said.id = "field-refusal";
    said.textContent = card.querySelector(".refusal-message").textContent;
    const beside = field.closest(".day-field, label.choice, .moment-field") ?? field;
    beside.after(said);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute(
      "aria-describedby",
      `${field.getAttribute("aria-describedby") ?? ""} field-refusal`.trim(),
    );
    for (let folded = field.closest("details"); folded; folded = folded.parentElement.closest("details"))
      folded.open = true;
    card.dataset.led = field.name;
    field.focus();
    return;
  }
}

// after the page's other scripts: one that lays fields out anew would take the message with it
if (card && (card.dataset.fields || card.dataset.value)) addEventListener("load", lead, { once: true });
