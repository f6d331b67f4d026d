// Another place for a row, typed by hand; and how a typed place is read.

import { el } from "../map/parts.js";

// A place typed by hand, for those who do not drag.
export function mover({ config, format, tools }, place) {
  const { texts } = config;
  const said = el("p", { class: "refused", role: "alert", hidden: true });
  const input = el("input", {
    type: "text",
    id: "move-place",
    inputmode: "decimal",
    autocomplete: "off",
    value: format.place(place),
    "aria-describedby": "move-hint",
  });
  const form = el(
    "form",
    { class: "mover" },
    el("label", { for: "move-place" }, texts.moveTitle),
    el("p", { class: "sub", id: "move-hint" }, texts.moveHint),
    el("div", { class: "mover-line" }, input, el("button", { class: "button" }, texts.moveTitle)),
    said,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let read = readPlace(input.value);
    try {
      read ??= await tools.readPlace(input.value);
    } catch (error) {
      said.hidden = false;
      said.textContent = error.said ?? texts.failed;
      return;
    }
    if (!form.isConnected) return; // another row is shown by now
    said.hidden = Boolean(read);
    said.textContent = read ? "" : texts.badPosition;
    if (read) tools.move(read);
  });
  return form;
}

// "21,273400; 106,194600", "21.2734, 106.1946" or with the longitude first: [lon, lat], or null.
export function readPlace(text) {
  const parts = (
    /[;\s]/.test(text.trim()) && !/^\d+\.\d+\s*,/.test(text.trim())
      ? text.trim().split(/\s*;\s*|\s+/)
      : text.trim().split(/\s*,\s*/)
  ).filter(Boolean);
  if (parts.length !== 2) return null;
  const [a, b] = parts.map((part) => Number(part.replace(/,$/, "").replace(",", ".")));
  if (!Number.isFinite(a) || !Number.isFinite(b)) return null;
  const [lat, lon] = a > 90 ? [b, a] : [a, b];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lon, lat] : null;
}
