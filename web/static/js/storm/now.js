// The province now: the map of communes with stations off the air, what is renewed, copied and read aloud, the wall's clock.
import { dimForNight, nightOf } from "../frame/night.js";
import { css } from "../map/ground/ground.js";
import { drawBorders, drawTrack, prepare, words } from "./map.js";

const { L } = window;
const { map, config } = window.btsDesk;
const page = document.getElementById("now");
const stale = document.getElementById("now-stale");
const wall = document.body.classList.contains("now-wall");
/** @type {Intl.DateTimeFormatOptions} */
const VIETNAM = { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", hour12: false };

const live = () => JSON.parse(document.getElementById("now-data").dataset.now);
const clockOf = (at, seconds = false) =>
  new Intl.DateTimeFormat("vi", { ...VIETNAM, ...(seconds && { second: "2-digit" }) }).format(at);

// ---- the map
prepare(map, config);
const marks = L.layerGroup().addTo(map);
const tracked = L.layerGroup().addTo(map);
const FILLS = { none: ["--fail", 0.5], no_answer: ["--cannot", 0.45], part: ["--review", 0.35] };
const CROWDED = 30; // from so many communes on their numbers are written small, or they cover one another
let communes = null;
let drawn = "";

function show({ dark, track, cone }) {
  const now = JSON.stringify([dark, track, cone]);
  if (now === drawn || !communes) return;
  drawn = now;
  map.getContainer().classList.toggle("is-crowded", dark.length > CROWDED);
  marks.clearLayers();
  tracked.clearLayers();
  if (cone.length)
    L.polygon(cone, {
      pane: "rings",
      interactive: false,
      color: css("--storm-track"),
      weight: 1.5,
      dashArray: "4 5",
      fillOpacity: 0.06,
    }).addTo(tracked);
  drawTrack(tracked, { track });
  const rows = new Map(dark.map((row) => [`${row.kind}|${row.name}`, row]));
  communes.eachLayer((part) => {
    const { kind, name } = part.feature?.properties ?? {};
    const row = rows.get(`${kind}|${name}`);
    const [colour, opacity] = FILLS[row?.service] ?? ["--review", row ? 0.3 : 0];
    part.setStyle?.({ fillColor: css(colour), fillOpacity: opacity });
    if (!row) return;
    const icon = L.divIcon({
      className: `now-count ${row.service}`,
      html: words(String(row.down)),
      iconSize: null,
    });
    const mark = L.marker(part.getBounds().getCenter(), {
      icon,
      pane: "labels",
      alt: row.text,
      keyboard: Boolean(row.url),
    });
    mark.bindTooltip(words(row.text), { direction: "top" }).addTo(marks);
    if (row.url) mark.on("click", () => location.assign(row.url));
  });
}

map.createPane("labels").style.zIndex = "640";
const [west, south, east, north] = config.office;
map.fitBounds(
  [
    [south, west],
    [north, east],
  ],
  { animate: false },
);
communes = await drawBorders(map, config);
let told = live();
show(told);
nightOf().told(() => {
  drawn = ""; // in the colours of the hour
  show(told);
});

// ---- what is renewed: each part by itself and only where it differs, so that nothing flickers
let offset = told.at - Date.now();
let seen = told.at;
function tell(template, since) {
  stale.textContent = template.replace("TIME", clockOf(since)).replace("OF", clockOf(seen));
  stale.hidden = false;
}
let gone = 0;
async function renew() {
  const answer = await fetch(location.href, { headers: { "X-Part": "1" }, cache: "no-store" }).catch(
    () => null,
  );
  if (answer?.redirected || answer?.status === 401 || answer?.status === 403) {
    tell(stale.dataset.ended, Date.now());
    return;
  }
  if (!answer?.ok) {
    gone ||= Date.now() + offset;
    tell(stale.dataset.gone, gone);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const held = document.getElementById(part.id);
    if (!held || held.outerHTML === part.outerHTML) continue;
    const at = held.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const made = document.importNode(part, true);
    held.replaceWith(made);
    if (at) made.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
  }
  gone = 0;
  stale.hidden = true;
  told = live();
  offset = told.at - Date.now();
  seen = told.at;
  page.dataset.renewed = String(Number(page.dataset.renewed ?? 0) + 1);
  show(told);
}
setInterval(() => {
  if (!document.hidden) renew();
}, Number(page.dataset.renew) * 1000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) renew();
});
window.addEventListener("online", renew);
window.addEventListener("offline", renew);

// ---- said: copied, and read aloud where the browser can
const said = () => [...document.querySelectorAll("#now-said p")].map((one) => one.textContent).join("\n");
const copy = document.getElementById("now-copy");
copy?.addEventListener("click", async () => {
  const label = copy.textContent;
  const done = await navigator.clipboard?.writeText(said()).then(
    () => true,
    () => false,
  );
  copy.textContent = done ? copy.dataset.done : copy.dataset.failed;
  setTimeout(() => {
    copy.textContent = label;
  }, 2500);
});
const speak = document.getElementById("now-speak");
if (speak && "speechSynthesis" in window) {
  const label = speak.textContent;
  speak.hidden = false;
  speak.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      speak.textContent = label;
      return;
    }
    const spoken = new SpeechSynthesisUtterance(said());
    spoken.lang = speak.dataset.lang === "en" ? "en-GB" : "vi-VN";
    spoken.onend = () => {
      speak.textContent = label;
    };
    speak.textContent = speak.dataset.stop;
    speechSynthesis.speak(spoken);
  });
}

// ---- the wall: its clock, and its colours by the hour or by the device's choice
if (wall) {
  const clock = document.getElementById("now-clock");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let night = null;
  const tick = () => {
    const at = Date.now() + offset;
    clock.textContent = clockOf(at, true);
    const hour =
      Number(
        new Intl.DateTimeFormat("en", { timeZone: VIETNAM.timeZone, hour: "2-digit", hour12: false }).format(
          at,
        ),
      ) % 24;
    const wanted = dark.matches || hour >= 18 || hour < 6;
    if (wanted === night) return;
    night = wanted;
    dimForNight(night);
  };
  tick();
  setInterval(tick, 1000);
}
document.body.dataset.ready = "1";
