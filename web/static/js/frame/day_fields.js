// The fields of a day and of a moment (web/frame/day_fields.py): what is typed is written as dd/mm/yyyy, and a calendar
// of the house's own fills it. Fields that come to a page later work just so.
const words = JSON.parse(document.getElementById("day-words")?.dataset.words ?? "{}");
const lang = document.documentElement.lang || "vi";
const months = new Intl.DateTimeFormat(lang === "vi" ? "vi-VN" : "en-GB", { month: "long", year: "numeric" });
const weekdays = new Intl.DateTimeFormat(lang === "vi" ? "vi-VN" : "en-GB", { weekday: "narrow" });
const wholeDay = new Intl.DateTimeFormat(lang === "vi" ? "vi-VN" : "en-GB", { dateStyle: "full" });
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const two = (number) => String(number).padStart(2, "0");
const shown = (day) => `${two(day.getDate())}/${two(day.getMonth() + 1)}/${day.getFullYear()}`;
const plain = (day) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
const ofPlain = (text) => {
  const [year, month, day] = text.split("-").map(Number);
  return new Date(year, month - 1, day);
};

// As the server reads it (parameters.written_day): the day before the month, a year of two is of this century.
function readDay(text) {
  const byDay = text.match(/^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})$/);
  const iso = text.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  if (!byDay && !iso) return null;
  const [year, month, day] = byDay
    ? [Number(byDay[4]) + (byDay[4].length === 2 ? 2000 : 0), Number(byDay[3]), Number(byDay[1])]
    : iso.slice(1).map(Number);
  const found = new Date(year, month - 1, day);
  return found.getFullYear() === year && found.getMonth() === month - 1 && found.getDate() === day
    ? found
    : null;
}

// {day, time}: the parts of a field as they stand, null where they cannot be read.
function parts(field) {
  const text = field.value.trim();
  if (field.dataset.day === "day") return { day: readDay(text), time: "" };
  const alone = text.match(/^(\d{1,2})[:hg](\d{2})$/);
  if (alone) return { day: lastDay(Number(alone[1]), Number(alone[2])), time: clockOf(alone[1], alone[2]) };
  const after = text.match(/^(\S+)[T ]\s*(\d{1,2})[:hg](\d{2})(?::\d{2})?$/);
  const first = text.match(/^(\d{1,2})[:hg](\d{2})\s+(\S+)$/);
  const [day, hour, minute] = after
    ? after.slice(1)
    : first
      ? [first[3], first[1], first[2]]
      : [text, "", ""];
  return { day: readDay(day), time: clockOf(hour, minute) };
}

const clockOf = (hour, minute) =>
  hour !== "" && Number(hour) < 24 && Number(minute) < 60 ? `${two(hour)}:${minute}` : null;

// A clock without a day is of today, and of yesterday where today has not come so far (an hour is left for watches).
function lastDay(hour, minute) {
  const now = new Date();
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  if (hour * 60 + minute > now.getHours() * 60 + now.getMinutes() + 60) day.setDate(day.getDate() - 1);
  return day;
}

// Writes what was typed in the one form, and says what is wrong with it before it is sent.
function settle(field) {
  field.setCustomValidity("");
  if (!field.value.trim()) return;
  const { day, time } = parts(field);
  if (!day || time === null) {
    field.setCustomValidity(field.dataset.day === "day" ? words.unread : words.unreadMoment);
    return;
  }
  field.value = [shown(day), time].filter(Boolean).join(" ");
  const { min, max } = field.dataset;
  if (min && plain(day) < min) field.setCustomValidity(words.least.replace("{day}", shown(ofPlain(min))));
  if (max && plain(day) > max) field.setCustomValidity(words.most.replace("{day}", shown(ofPlain(max))));
}

const isField = (target) => target instanceof HTMLInputElement && target.dataset.day !== undefined;
document.addEventListener(
  "change",
  (event) => {
    if (isField(event.target)) settle(event.target);
  },
  true, // before whoever listens for the change reads the field
);
document.addEventListener("input", (event) => {
  if (isField(event.target)) /** @type {HTMLInputElement} */ (event.target).setCustomValidity("");
});

// ---- the calendar ------------------------------------------------------------------------------------------------
let open = null; // {field, box, day}: the field it fills, and the day that the keyboard is on

function shut({ back = true } = {}) {
  if (!open) return;
  const { field, box } = open;
  open = null;
  box.remove();
  if (back) field.focus();
}

function choose(day) {
  const { field } = open;
  const { time } = parts(field);
  const now = new Date();
  const clock = field.dataset.day === "day" ? "" : time || `${two(now.getHours())}:${two(now.getMinutes())}`;
  field.value = [shown(day), clock].filter(Boolean).join(" ");
  settle(field);
  shut();
  if (clock) field.setSelectionRange(11, 16); // the clock is typed over
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}

const out = ({ min, max }, day) => Boolean((min && plain(day) < min) || (max && plain(day) > max));

function button(said, name, deed) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = said;
  made.setAttribute("aria-label", name);
  made.addEventListener("click", deed);
  return made;
}

function turn(count) {
  const { day } = open;
  const last = new Date(day.getFullYear(), day.getMonth() + count + 1, 0).getDate();
  go(new Date(day.getFullYear(), day.getMonth() + count, Math.min(day.getDate(), last)));
}

function go(day, { focus = true } = {}) {
  open.day = day;
  draw();
  if (focus) open.box.querySelector("[tabindex='0']").focus();
}

function draw() {
  const { box, field, day } = open;
  const head = document.createElement("div");
  head.className = "day-head";
  const month = document.createElement("b");
  month.setAttribute("aria-live", "polite");
  month.textContent = months.format(day);
  head.append(
    button("‹", words.before, () => turn(-1)),
    month,
    button("›", words.after, () => turn(1)),
  );
  const grid = document.createElement("div");
  grid.className = "day-grid";
  const first = new Date(day.getFullYear(), day.getMonth(), 1);
  const start = new Date(first.getFullYear(), first.getMonth(), 1 - ((first.getDay() + 6) % 7)); // weeks begin on Monday
  const chosen = parts(field).day;
  const today = plain(new Date());
  for (let k = 0; k < 7; k += 1) {
    const name = document.createElement("span");
    name.className = "day-name";
    name.setAttribute("aria-hidden", "true");
    name.textContent = weekdays.format(new Date(start.getFullYear(), start.getMonth(), start.getDate() + k));
    grid.append(name);
  }
  for (let k = 0; k < 42; k += 1) {
    const one = new Date(start.getFullYear(), start.getMonth(), start.getDate() + k);
    const cell = button(String(one.getDate()), wholeDay.format(one), () => choose(one));
    cell.tabIndex = plain(one) === plain(day) ? 0 : -1;
    cell.dataset.at = plain(one);
    cell.disabled = out(field.dataset, one);
    cell.classList.toggle("other", one.getMonth() !== day.getMonth());
    cell.classList.toggle("today", plain(one) === today);
    if (chosen && plain(one) === plain(chosen)) cell.setAttribute("aria-pressed", "true");
    grid.append(cell);
  }
  const foot = button(words.today, words.today, () => choose(new Date()));
  foot.className = "day-today";
  foot.disabled = out(field.dataset, new Date());
  box.replaceChildren(head, grid, foot);
}

function show(field) {
  shut({ back: false });
  const box = document.createElement("div");
  box.className = "day-pop";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", words.pick);
  const { min, max } = field.dataset;
  let day = parts(field).day ?? new Date();
  if (min && plain(day) < min) day = ofPlain(min);
  if (max && plain(day) > max) day = ofPlain(max);
  open = { field, box, day };
  (field.closest("dialog") ?? document.body).append(box);
  draw();
  const at = field.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + height + 4 <= window.innerHeight || at.top < height + 4;
  box.style.left = `${Math.max(4, Math.min(at.left, window.innerWidth - width - 4))}px`;
  box.style.top = `${below ? Math.min(at.bottom + 4, Math.max(4, window.innerHeight - height - 4)) : at.top - height - 4}px`;
  box.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const turned = { PageUp: -1, PageDown: 1 }[event.key];
    if (event.key === "Escape") shut();
    else if (step) go(new Date(open.day.getFullYear(), open.day.getMonth(), open.day.getDate() + step));
    else if (turned) turn(turned);
    else if (event.key === "Tab") keepWithin(event, box);
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation(); // the arrows are the calendar's, not the page's
  });
  go(day);
}

// Tab goes round within the calendar; Escape leaves it.
function keepWithin(event, box) {
  const stops = [...box.querySelectorAll("button:not(:disabled):not([tabindex='-1'])")];
  const at = stops.indexOf(document.activeElement);
  event.preventDefault();
  stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length]?.focus();
}

document.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const pick = target.closest(".day-pick");
  if (pick) {
    const field = /** @type {HTMLInputElement} */ (pick.previousElementSibling);
    if (open?.field === field) shut();
    else show(field);
    return;
  }
  if (open && !open.box.contains(target) && target.isConnected) shut({ back: false });
});
document.addEventListener("keydown", (event) => {
  if (!isField(event.target) || event.key !== "ArrowDown" || event.ctrlKey || event.metaKey) return;
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.readOnly || field.disabled) return;
  event.preventDefault();
  show(field);
});
window.addEventListener("resize", () => shut({ back: false }));
