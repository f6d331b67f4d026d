// The form of a field report: the place by touch or by the phone, and photos made smaller before they are sent.
import { borders, fit, prepare } from "../map/ground/ground.js";

const form = document.getElementById("report");
const said = document.getElementById("photos-said");
const photos = document.getElementById("photos");
const LONGEST = 2048;
const READABLE = /^image\/(jpeg|png|webp)$/; // what the office can read though this browser could not draw it
const FINGER_PX = 20; // how far a finger's tip misses what it means
const NEAR_M = 200; // a touch that may be further off is no place yet
const desk = window.btsDesk;

let choices = 0;
photos.addEventListener("change", shrink);
const needed = document.getElementById("kind-needed");
form.addEventListener(
  "invalid",
  ({ target }) => {
    if (/** @type {HTMLInputElement} */ (target).name === "kind") needed.hidden = false;
  },
  true,
);
form.addEventListener("change", ({ target }) => {
  if (/** @type {HTMLInputElement} */ (target).name === "kind") needed.hidden = true;
});
form.addEventListener("submit", send);
if (desk) await startPlace(desk.map, desk.config);
document.body.dataset.ready = "1";

// On a line that breaks, a plain form ends on the browser's own page and all of it is lost: it is sent from here, so that it
// stays until it has come. What the office refuses is sent once more as a plain form, whose answer says why.
async function send(event) {
  event.preventDefault();
  const button = form.querySelector("button.primary");
  const show = (name, shown) => {
    document.getElementById(name).hidden = !shown;
  };
  button.disabled = true;
  show("unsent", false);
  show("sending", true);
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer?.ok && answer.redirected) location.assign(answer.url);
  else if (answer && answer.status < 502) form.submit();
  else {
    button.disabled = false;
    show("sending", false);
    show("unsent", true);
  }
}

async function startPlace(map, config) {
  const { L } = window;
  const field = (name) => document.getElementById(name);
  const note = field("place-said");
  field("with-script").hidden = false;
  prepare(map, config, { panes: [] });
  fit(map, config.box, { padding: [4, 4] }); // all that the office answers for, on a phone too
  let mark = null;
  const put = (at, source, accuracy) => {
    mark?.remove();
    mark = L.circleMarker(at, { radius: 10, color: "#fff", weight: 3, fillColor: "#7a0019", fillOpacity: 1 });
    mark.bindTooltip(config.texts.here, { permanent: true, direction: "top", offset: [0, -10] }).addTo(map);
    field("lon").value = at[1].toFixed(6);
    field("lat").value = at[0].toFixed(6);
    field("source").value = source;
    field("accuracy").value = accuracy ?? "";
    for (const name of ["place", "commune"]) {
      document.querySelector(`#${name} + .field-refusal`)?.remove(); // the form came back without it: now it is known
      field(name).removeAttribute("aria-invalid");
    }
  };
  const off = (at, zoom) => (FINGER_PX * L.CRS.Earth.distance(at, eastOf(map, at, zoom))) / 256;
  map.on("click", ({ latlng }) => {
    const metres = off(latlng, map.getZoom());
    if (metres > NEAR_M) {
      let near = Math.ceil(map.getZoom());
      while (off(latlng, near) > NEAR_M) near += 1;
      map.setView(latlng, near, { animate: false });
      note.textContent = config.texts.far.replace("{m}", length(metres));
      return;
    }
    put([latlng.lat, latlng.lng], "map", Math.ceil(metres));
    note.textContent = config.texts.touched.replace("{m}", length(metres));
  });
  field("locate").addEventListener("click", () => {
    if (!window.isSecureContext || !navigator.geolocation) {
      note.textContent = config.texts.insecure;
      return;
    }
    note.textContent = config.texts.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        put([coords.latitude, coords.longitude], "gps", Math.round(coords.accuracy));
        map.setView([coords.latitude, coords.longitude], 16, { animate: false });
        note.textContent = config.texts.found.replace(
          "{m}",
          Math.round(coords.accuracy).toLocaleString(config.lang === "vi" ? "vi-VN" : "en-GB"),
        );
      },
      () => {
        note.textContent = config.texts.denied;
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 },
    );
  });
  if (field("lon").value && field("lat").value) {
    const at = [Number(field("lat").value), Number(field("lon").value)];
    map.setView(at, 16, { animate: false });
    put(at, field("source").value, field("accuracy").value);
  }
  const layer = await borders(map, config);
  if (!layer) return;
  field("commune").addEventListener("change", ({ target }) => {
    const found = layer
      .getLayers()
      .find((one) => one.feature.properties.name && target.value.endsWith(one.feature.properties.name));
    if (found) map.fitBounds(found.getBounds(), { animate: false });
  });
}

// The point 256 pixels east of another at a zoom.
function eastOf(map, at, zoom) {
  const here = map.project(at, zoom);
  return map.unproject([here.x + 256, here.y], zoom);
}

function length(metres) {
  return metres >= 1000 ? `${Math.round(metres / 1000)} km` : `${Math.ceil(metres / 10) * 10} m`;
}

async function shrink() {
  const mine = ++choices;
  const chosen = [...photos.files];
  if (!chosen.length || typeof DataTransfer === "undefined") {
    said.textContent = "";
    form.querySelector("button.primary").disabled = false;
    return;
  }
  form.querySelector("button.primary").disabled = true;
  said.textContent = said.dataset.smaller;
  const kept = new DataTransfer();
  const left = [];
  for (const file of chosen) {
    const made = await smaller(file).catch(() => (READABLE.test(file.type) ? file : null));
    if (made) kept.items.add(made);
    else left.push(file.name);
  }
  if (mine !== choices) return; // others were chosen meanwhile; these are not to be sent in their place
  photos.files = kept.files;
  photos.dispatchEvent(new Event("left-out"));
  form.querySelector("button.primary").disabled = false;
  const gone = left.length ? said.dataset.left.replace("{names}", left.join("”, “")) : "";
  if (!photos.files.length) {
    said.textContent = gone;
    return;
  }
  const whole = [...photos.files].reduce((sum, file) => sum + file.size, 0) / 1048576;
  const size = Math.max(whole, 0.1);
  const sum = said.dataset.chosen
    .replace("{n}", photos.files.length)
    .replace("{mb}", size.toFixed(1).replace(".", document.documentElement.lang === "vi" ? "," : "."));
  said.textContent = `${sum} ${gone}`.trim();
}

async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size < 1500000) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => {
    canvas.toBlob(done, "image/jpeg", 0.85);
  });
  return blob && blob.size < file.size
    ? new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" })
    : file;
}
