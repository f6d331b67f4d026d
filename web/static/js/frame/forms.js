// Plain forms of the desk: sent once however often one clicks, and what was typed is kept until it is written.
const STALE_MS = 24 * 3600 * 1000;

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    // after the browser has read which button was pressed
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    }, 0);
  });
}
// A page that comes back from the browser's own memory can be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }
});

// ---- what was typed survives an expired session and a reload ------------------------------------------------
const fieldsOf = (form) =>
  [...form.elements].filter(
    (field) =>
      field.name &&
      !["hidden", "file", "submit", "password"].includes(field.type) &&
      field.tagName !== "FIELDSET" &&
      field.tagName !== "BUTTON",
  );
const stateOf = (field) =>
  field.type === "radio" || field.type === "checkbox" ? field.checked : field.value;
// A field is known by its name, its choice and which of that name it is: others may come and go meanwhile.
function state(form) {
  const seen = {};
  return Object.fromEntries(
    fieldsOf(form).map((field) => {
      const choice = typeof stateOf(field) === "boolean" ? `${field.name}=${field.value}` : field.name;
      seen[choice] = (seen[choice] ?? 0) + 1;
      return [`${choice}#${seen[choice]}`, stateOf(field)];
    }),
  );
}
function restore(form, values) {
  const keys = Object.keys(state(form));
  fieldsOf(form).forEach((field, k) => {
    const held = values[keys[k]];
    if (typeof held === "boolean") field.checked = held;
    else if (typeof held === "string") field.value = held;
  });
}
if (document.body.classList.contains("preview")) sessionStorage.removeItem("bts-typed-new"); // it was taken
for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = `bts-typed-${form.dataset.keep}`;
  const version = form.elements.version?.value ?? "";
  const first = JSON.stringify(state(form));
  let held = null;
  try {
    held = JSON.parse(sessionStorage.getItem(key));
  } catch {
    held = null;
  }
  if (held && (held.version !== version || Date.now() - held.at > STALE_MS)) {
    sessionStorage.removeItem(key);
    held = null;
  } // written meanwhile
  if (held && !Array.isArray(held.values)) {
    restore(form, held.values);
    if (JSON.stringify(state(form)) !== first) form.closest("details")?.setAttribute("open", "");
  }
  // on the document: a field may belong to a form that it does not stand in
  document.addEventListener("input", (event) => {
    if (/** @type {HTMLInputElement} */ (event.target).form === form)
      sessionStorage.setItem(key, JSON.stringify({ version, at: Date.now(), values: state(form) }));
  });
}

// ---- boxes of deeds: one stands open, with those around it; Escape, or a click elsewhere, closes it; what was typed stays
const boxes = [...document.querySelectorAll(".deed-box, .give")];
for (const box of boxes) {
  box.addEventListener("toggle", () => {
    if (box.open) for (const other of boxes) if (!other.contains(box)) other.open = false;
  });
}
document.addEventListener("keydown", (event) => {
  const box =
    event.key === "Escape" && !document.querySelector("dialog[open]") && boxes.find((one) => one.open);
  if (box) {
    box.open = false;
    box.querySelector("summary").focus();
  }
});
document.addEventListener("pointerdown", (event) => {
  for (const box of boxes) if (box.open && !box.contains(event.target)) box.open = false;
});
// A choice that is the whole of its form is sent when it is made; its button is for those who have no script.
for (const choice of document.querySelectorAll("select[data-sends]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
  for (const button of choice.form.querySelectorAll("button:not([formaction])")) button.hidden = true;
}
// A field that is needed only beside some choice of another says so once that is made: "outcome=conditions,object"; with
// no words behind the name, beside anything that is typed or ticked there.
for (const field of document.querySelectorAll("[data-needed-with]")) {
  const [, name, words] = field.dataset.neededWith.match(/^([^=]+)=?(.*)$/);
  const tell = () => {
    const chosen = new FormData(field.form).getAll(name).map(String);
    field.required = chosen.some((one) => (words ? words.split(",").includes(one) : one.trim() !== ""));
  };
  field.form.addEventListener("change", tell);
  field.form.addEventListener("input", tell);
  tell();
}
// A box that must be ticked says what else could be done; the browser's own words know nothing of that.
for (const box of document.querySelectorAll("input[data-needed]")) {
  const tell = () => box.setCustomValidity(box.checked ? "" : box.dataset.needed);
  box.addEventListener("change", tell);
  tell();
}
// What belongs to some answers only is shown, or asked for, while one of them is chosen: "answer=refuse conditions".
const chosenIn = (form, when) => {
  const [name, choices] = when.split("=");
  const given = form.elements.namedItem(name);
  return choices
    .split(" ")
    .includes(/** @type {RadioNodeList | HTMLInputElement | null} */ (given)?.value ?? "");
};
for (const form of document.forms) {
  const parts = [...form.querySelectorAll("[data-when]")];
  const fields = [...form.querySelectorAll("[data-required-when]")];
  if (!parts.length && !fields.length) continue;
  const tell = () => {
    for (const part of parts) part.hidden = !chosenIn(form, part.dataset.when);
    for (const field of fields) field.required = chosenIn(form, field.dataset.requiredWhen);
  };
  form.addEventListener("change", tell);
  tell();
}
// What is missing in a folded note unfolds it: a field out of sight cannot say what it lacks.
document.addEventListener(
  "invalid",
  (event) => /** @type {HTMLElement} */ (event.target).closest("details")?.setAttribute("open", ""),
  true,
);
// What was refused is read first; where it is a field that lacks its words, one stands there.
const refusal = document.getElementById("refusal");
const lacking =
  refusal &&
  [...document.querySelectorAll("[data-needed-with]")].find((field) => field.required && !field.value.trim());
if (lacking) {
  lacking.closest("details")?.setAttribute("open", "");
  lacking.setAttribute("aria-describedby", "refusal");
  lacking.setAttribute("aria-invalid", "true");
}
(lacking || refusal)?.focus();
// A link to a box of deeds opens it: "#more-deeds", "#dossier".
const linked = boxes.find((one) => location.hash === `#${one.id}`);
if (linked) linked.open = true;
document.body.dataset.forms = "ready";
