// How far a mast is and in which direction, in words and as an arrow; and what to do where the phone does not know.
import { button, el, icon } from "../dom.js";
import { bearingTo, metresBetween, showNumber } from "../numbers.js";
import { lang, t } from "../words.js";
import { allowCompass, allowed, locate, standing, tryAgain, whereabouts } from "./locate.js";

const POINTS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];
export const HERE_M = 15; // closer than this a direction says nothing

export const showMetres = (metres) =>
  metres < 995
    ? `${showNumber(metres < 100 ? metres : Math.round(metres / 10) * 10, lang, 0)} m`
    : `${showNumber(metres / 1000, lang, metres < 99_500 ? 1 : 0)} km`;

// "8 cột, ≈ 75,8 km" of a round of the day.
export const roundWords = (round) =>
  t("route.total", {
    count: showNumber(round.steps.length, lang),
    distance: `${round.straight ? "≈ " : ""}${showMetres(round.metres)}`,
  });

// "1,2 km, hướng đông bắc"; "" where nothing is known of where one stands.
export function awayWords(mast, fix = standing()) {
  if (!fix) return "";
  const metres = metresBetween(fix.lon, fix.lat, mast.lon, mast.lat);
  if (metres < HERE_M) return showMetres(metres);
  const bearing = bearingTo(fix.lon, fix.lat, mast.lon, mast.lat);
  return t("where.away", {
    distance: showMetres(metres),
    direction: t(`where.${POINTS[Math.round(bearing / 45) % 8]}`),
  });
}

// A line that says how it stands with the position, with a button where one helps. `changed(now)` hears of fixes.
// `asks`: whether it asks at once, even where the phone then shows a question; else only where that was allowed before.
export function whereLine(here, { asks, changed, told = defaultWords }) {
  const said = el("span", { role: "status" });
  const room = el("div", {});
  const box = el("div", { class: "where-line" }, said, room);
  let stop = null;
  const start = () => {
    allowCompass();
    if (stop) tryAgain();
    else stop = locate(show);
  };
  function show(now) {
    said.textContent = told(now);
    box.dataset.phase = now.phase;
    const asking = { off: "where.ask", refused: "where.again", none: "where.again" }[now.phase];
    const shown = room.dataset.asks ?? "";
    if ((asking ?? "") !== shown) {
      room.dataset.asks = asking ?? "";
      room.replaceChildren(
        ...(asking ? [button(t(asking), start, { class: "tap wide" }, icon("place"))] : []),
      );
    }
    changed?.(now);
  }
  show({ ...whereabouts(), phase: "off" });
  if (asks) start();
  else
    allowed().then((may) => {
      if (may && !stop && !here.gone) stop = locate(show);
    });
  const before = here.leave;
  here.leave = async () => {
    here.gone = true;
    stop?.();
    await before?.();
  };
  return box;
}

export function defaultWords({ phase, fix }) {
  if (phase === "fix") return t("where.fix", { accuracy: showMetres(fix.accuracy_m) });
  return t(`where.${phase}`);
}

// An arrow from here to a mast: upwards is north, or where the phone looks once it knows that.
export function arrowTo(mast) {
  const arrow = el("span", { class: "where-arrow", "aria-hidden": "true" }, icon("arrow"));
  const turn = ({ fix, heading }) => {
    arrow.hidden = !fix || metresBetween(fix.lon, fix.lat, mast.lon, mast.lat) < HERE_M;
    if (arrow.hidden) return;
    arrow.style.transform = `rotate(${Math.round(bearingTo(fix.lon, fix.lat, mast.lon, mast.lat) - (heading ?? 0))}deg)`;
  };
  turn({ fix: standing(), heading: null });
  return { arrow, turn };
}

// The phone's own map opens on the place: geo: where the system knows it, Apple's scheme on its phones.
export function directions(mast) {
  const at = `${mast.lat.toFixed(6)},${mast.lon.toFixed(6)}`;
  return /iPhone|iPad|Macintosh/.test(navigator.userAgent)
    ? `maps://?daddr=${at}`
    : `geo:${at}?q=${at}(${encodeURIComponent(mast.code)})`;
}
