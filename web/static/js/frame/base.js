// What every page does: its colours of the day or night, the address that only the browser knows, what was typed.
import { followNight } from "./night.js";

followNight();

// Keeps the part of an address that only the browser knows when the language is switched.
const form = document.querySelector("form.language");
form?.addEventListener("submit", () => {
  form.elements.next.value = location.pathname + location.search + location.hash;
});

// Where the bar is wider than the window, the page one is on stands in view.
for (const here of document.querySelectorAll(".places [aria-current], .subplaces [aria-current]")) {
  const row = here.parentElement;
  const [at, from] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  if (row.scrollWidth > row.clientWidth) row.scrollLeft += at.left - from.left - (from.width - at.width) / 2;
}

// A page that opens at a part of it says there what was just done: at its head nobody would see it.
const part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
const told =
  part && document.querySelector("main p:is(.said, .panel, .notice-line, .told, .banner)[role=status]");
if (told && told.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING && !part.contains(told)) {
  const held = part.closest("table, ul, ol, dl") ?? part;
  const heading = held === part && part.querySelector(":scope > h2, :scope > h3");
  if (heading) heading.after(told);
  else held.before(told);
  addEventListener("load", () => told.scrollIntoView({ block: "center" }), { once: true });
}

// An empty field of a search stands in no address: what is bookmarked and sent says only what was asked for. The fields
// themselves stay as they are, so that going back finds them as they were.
document.addEventListener("formdata", (event) => {
  const { formData } = event;
  const target = /** @type {HTMLFormElement} */ (event.target);
  if ((target.getAttribute("method") ?? "get").toLowerCase() !== "get") return;
  for (const name of new Set(formData.keys())) {
    const said = formData.getAll(name).filter((value) => value !== "");
    if (said.length === formData.getAll(name).length) continue;
    formData.delete(name);
    for (const value of said) formData.append(name, value);
  }
});
if (!location.search && /^[^#]*\?/.test(location.href))
  history.replaceState(history.state, "", location.pathname + location.hash);

// What was typed outlives a session that ended meanwhile: it is kept when a form is sent, and put back where the
// server answered that one has to sign in, or that the form is too old. Forms with data-keep see to themselves.
const SENT = "bts-sent";
const PAGE = "bts-page";
const OLDEST_MS = 24 * 3600 * 1000;
const typed = (form) =>
  [...form.elements].filter(
    (field) =>
      field.name &&
      !["hidden", "file", "submit", "password", "button"].includes(field.type) &&
      !["FIELDSET", "BUTTON", "OUTPUT"].includes(field.tagName),
  );
const ticks = (field) => field.type === "radio" || field.type === "checkbox";
const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(SENT));
  } catch {
    return null;
  }
};

const here = document.body.dataset.page;
const signing = document.body.classList.contains("account-page");
if (here && !signing) sessionStorage.setItem(PAGE, here);
document.addEventListener("submit", (event) => {
  const sent = /** @type {HTMLFormElement} */ (event.target);
  if (sent.matches(".account")) {
    sessionStorage.removeItem(SENT);
    return;
  }
  if (sent.method !== "post" || signing || sent.matches(".language, [data-keep]")) return;
  const values = typed(sent).map((field) => [
    field.name,
    ticks(field)
      ? [field.value, field.checked]
      : field.multiple
        ? [...field.selectedOptions].map((one) => one.value)
        : field.value,
  ]);
  try {
    sessionStorage.setItem(
      SENT,
      JSON.stringify({
        page: sessionStorage.getItem(PAGE),
        action: sent.getAttribute("action"),
        at: Date.now(),
        values,
      }),
    );
  } catch {
    sessionStorage.removeItem(SENT);
  } // more than the browser keeps
});

const put = (field, value) => {
  if (ticks(field)) {
    field.checked = value[1];
    return;
  }
  if (field.multiple) {
    for (const one of field.options) one.selected = value.includes(one.value);
    return;
  }
  field.value = value;
};
const kept = read();
const back = document.getElementById("go-back");
if (kept && Date.now() - kept.at > OLDEST_MS) sessionStorage.removeItem(SENT);
else if (kept && back) {
  sessionStorage.setItem(SENT, JSON.stringify({ ...kept, unsent: true }));
  back.href = kept.page ?? "/";
  back.hidden = false;
} else if (kept?.unsent && kept.page === here) {
  const same = [...document.forms].find(
    (one) => one.getAttribute("action") === kept.action && typed(one).length === kept.values.length,
  );
  if (same) {
    typed(same).forEach((field, at) => {
      if (field.name === kept.values[at][0]) put(field, kept.values[at][1]);
    });
    for (let box = same.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    same.before(document.getElementById("kept-note").content.cloneNode(true));
    same.scrollIntoView({ block: "center" });
  }
  sessionStorage.removeItem(SENT);
} else if (kept && !kept.unsent && !signing) sessionStorage.removeItem(SENT); // it was taken
