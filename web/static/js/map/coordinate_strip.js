// The strip of coordinates: where the pointer is (on a phone, and for a keyboard, where the map's middle is), in the
// forms that people write. A click on a form copies it, and makes it the form that the key C copies.
//
// The pointer has to cross the map to reach the strip: so the strip keeps the place where the pointer last stood still,
// and shows it on the map while one points at the strip.
import { copyText } from "../frame/copy.js";
import { inDegrees, inDms, inMetres, inMetresWithPlane } from "./coordinates.js";
import { narrow } from "./sheet.js";

const { L } = window;
const STILL_MS = 350;
const KEPT = "bts-copied-form";

export function startStrip(map, config) {
  const strip = document.getElementById("coordinates");
  const said = document.getElementById("coordinates-said");
  const origin = strip.querySelector("[data-origin]");
  const forms = [...strip.querySelectorAll("button[data-form]")];
  const ring = L.circleMarker([0, 0], {
    renderer: L.svg({ pane: "evidence" }),
    radius: 7,
    weight: 2,
    color: "#15232d",
    fill: false,
  });
  const { lang, plane } = config;
  let pointer = null; // where the pointer is on the map, null where the middle counts
  let still = null; // where it last stood still
  let timer = 0;
  let form = localStorage.getItem(KEPT) ?? "degrees";

  const at = () => (narrow.matches ? null : pointer) ?? map.getCenter();
  const texts = ({ lat, lng }) => ({
    degrees: inDegrees(lng, lat, lang),
    dms: inDms(lng, lat, lang),
    metres: inMetresWithPlane(plane, lng, lat, lang),
  });
  const write = () => {
    const { lat, lng } = at();
    origin.textContent = config.texts[pointer && !narrow.matches ? "atPointer" : "atCentre"];
    for (const button of forms) {
      const kind = button.dataset.form;
      const text =
        kind === "metres"
          ? inMetres(plane, lng, lat, lang)
          : kind === "dms"
            ? inDms(lng, lat, lang)
            : inDegrees(lng, lat, lang);
      button.querySelector("output").textContent = text ?? "–";
      button.disabled = text === null;
      button.classList.toggle("by-key", kind === form);
    }
  };
  let waiting = 0;
  const later = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(write);
  };
  const copy = async (kind) => {
    const text = texts(at())[kind];
    if (text === null) return;
    const done = await copyText(text);
    said.textContent = `${config.texts[done ? "copied" : "notCopied"]}: ${text}`;
    said.hidden = false;
    clearTimeout(copy.timer);
    copy.timer = setTimeout(() => {
      said.hidden = true;
    }, 4000);
  };
  copy.timer = 0;

  map.on("mousemove", (event) => {
    pointer = event.latlng;
    clearTimeout(timer);
    timer = setTimeout(() => {
      still = pointer;
    }, STILL_MS);
    later();
  });
  map.on("mouseout", () => {
    clearTimeout(timer);
    if (still) pointer = still;
    later();
  });
  map.on("move", () => {
    if (!map.getContainer().matches(":hover")) pointer = still = null; // moved by keys, a search or an address
    later();
  });
  narrow.addEventListener("change", later);
  strip.addEventListener("pointerenter", () => {
    if (!narrow.matches && pointer) ring.setLatLng(pointer).addTo(map);
  });
  strip.addEventListener("pointerleave", () => ring.remove());
  strip.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-form]");
    if (!button) return;
    form = button.dataset.form;
    localStorage.setItem(KEPT, form);
    write();
    copy(form);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/** @type {HTMLElement} */ (event.target).closest?.("input, textarea, select, [contenteditable]"))
      return;
    copy(form);
  });
  write();
}
