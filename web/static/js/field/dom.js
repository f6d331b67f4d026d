// Making elements: text is always text, never markup.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  back: "M15 5l-7 7 7 7",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 10.2a3.3 3.3 0 1 0 .01 0",
  place: "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 7.8a2.3 2.3 0 1 0 .01 0",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  map: "M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14M15 6v14",
  send: "M12 19V6M6 11l6-6 6 6",
  arrow: "M12 21V4M5.5 10.5L12 4l6.5 6.5",
  here: "M12 8.5a3.5 3.5 0 1 0 .01 0M12 2v3.5M12 18.5V22M2 12h3.5M18.5 12H22",
  route: "M6 20a2 2 0 1 0 .01 0M18 4.2a2 2 0 1 0 .01 0M8 20h8a4 4 0 0 0 0-8H8a4 4 0 0 1 0-8h7.5",
  erase: "M8 5h12v14H8l-5-7zM11 9.5l5 5M16 9.5l-5 5",
  up: "M6 14.5l6-6 6 6",
  down: "M6 9.5l6 6 6-6",
  check: "M5 12.5l4.5 4.5L19 7",
  half: "M12 4a8 8 0 1 0 .01 0M12 4v16M12 7h4.5M12 10h6.5M12 13h6.8M12 16h5.5",
  open: "M12 4a8 8 0 1 0 .01 0",
  phone: "M6 3h4l1.5 5-2.5 2a12 12 0 0 0 5 5l2-2.5 5 1.5v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z",
  warn: "M12 4l9 16H3zM12 10v5M12 17.6h.01",
};

// el("p", {class: "x", text: "…", on: {click: f}}, children…); attributes that are null or false are left out.
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") made.textContent = value;
    else if (name === "on")
      for (const [event, handler] of Object.entries(value)) made.addEventListener(event, handler);
    else if (name === "value") made.value = value;
    else if (name === "data") Object.assign(made.dataset, value);
    else if (value === true) made.setAttribute(name, "");
    else made.setAttribute(name, value);
  }
  made.append(
    ...children
      .flat(3)
      .filter((child) => child !== null && child !== undefined && child !== false && child !== ""),
  );
  return made;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24",
    width: 24,
    height: 24,
    "aria-hidden": "true",
    class: "icon",
  }))
    svg.setAttribute(key, String(value));
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({
    d: ICONS[name],
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 2,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  }))
    path.setAttribute(key, value);
  svg.append(path);
  return svg;
}

let ids = 0;
export const newId = (stem) => `${stem}-${++ids}`;

// A tap that comes again while its work goes on, or after it has led to another screen, is the same tap: nothing is
// begun, ended or recorded twice.
export function once(work) {
  let busy = false;
  return async (event) => {
    if (busy) return;
    const from = window.location.hash;
    busy = true;
    try {
      await work(event);
    } finally {
      busy = window.location.hash !== from;
    }
  };
}

export const button = (text, click, attributes = {}, ...before) =>
  el(
    "button",
    { type: "button", class: "tap", on: { click: click && once(click) }, ...attributes },
    ...before,
    el("span", { text }),
  );
export const link = (text, href, attributes = {}, ...before) =>
  el("a", { class: "tap", href, ...attributes }, ...before, el("span", { text }));

// A field with its label: field(label, input, hint).
export function field(label, input, hint = null) {
  input.id ||= newId("field");
  const parts = [el("label", { for: input.id, text: label }), input];
  if (hint) {
    const note = el("p", { class: "hint", id: `${input.id}-hint`, text: hint });
    input.setAttribute("aria-describedby", note.id);
    parts.push(note);
  }
  return el("div", { class: "field" }, parts);
}

// Fills a place anew only where what it says has changed: a row that is tapped is not taken away under the finger.
export function refill(place, said, make) {
  if (place.said === said) return;
  place.said = said;
  place.replaceChildren(...make().filter(Boolean));
}
