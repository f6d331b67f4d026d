// The slider through the years: a day by sliding, typing, by years (also played), or from change to change.
import { isoOf, numberOf, readDay, written, yearFrom, yearOf } from "./days.js";

const STEP_MS = 1100; // of a year that is played
/** @type {import("./desk_tools.js").Tool} */
export const DAY_TOOL = {
  id: "day",
  quiet: true, // clicks on the map stay the map's
  start(_map, config, desk) {
    const { card, shownDay } = desk;
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById("day-card"));
    card.replaceChildren(template.content.cloneNode(true));
    card.classList.add("wide");
    const part = (name) => card.querySelector(`[data-day-part=${name}]`);
    const slider = part("slider");
    const field = card.querySelector("#map-day");
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let timer = 0;
    let frame = 0;
    let ended = false;

    const now = () => shownDay.day ?? shownDay.facts.today;
    const go = (iso) => shownDay.set(iso);

    const stop = () => {
      clearInterval(timer);
      timer = 0;
      part("play").setAttribute("aria-pressed", "false");
    };
    const step = (by) => {
      const { today } = shownDay.facts;
      const next = yearFrom(now(), today, by);
      go(next);
      if (by > 0 && next >= today) stop();
    };
    const play = () => {
      if (timer) {
        stop();
        return;
      }
      if (now() >= shownDay.facts.today) go(shownDay.facts.first);
      else step(1);
      if (calm) return; // who wants no motion steps by hand
      timer = window.setInterval(() => step(1), STEP_MS);
      part("play").setAttribute("aria-pressed", "true");
    };
    const jump = (by) => {
      const { changes, today } = shownDay.facts;
      const at = now();
      const found = by > 0 ? changes.find((one) => one.day > at) : changes.findLast((one) => one.day < at);
      if (found) go(found.day);
      else if (by > 0) go(today);
    };

    const lines = (box, texts) =>
      box.replaceChildren(
        ...texts.map(([text, url]) => {
          const item = document.createElement("li");
          if (!url) item.textContent = text;
          else {
            const link = document.createElement("a");
            link.href = url;
            link.textContent = text;
            item.append(link);
          }
          return item;
        }),
      );
    const show = () => {
      const { facts, counted, day } = shownDay;
      const at = now();
      slider.value = String(numberOf(at));
      slider.setAttribute("aria-valuetext", written(at));
      if (document.activeElement !== field) field.value = written(at);
      part("past").hidden = day === null;
      part("sure").textContent = desk.mastLayer.format.format(counted.sure);
      part("unsure").textContent = desk.mastLayer.format.format(counted.unsure);
      part("doubt").hidden = !counted.unsure;
      const last = facts.changes.findLast((one) => one.day <= at)?.day;
      part("had-changes").hidden = !last;
      lines(
        part("changes"),
        facts.changes
          .filter((one) => one.day === last)
          .slice(0, 4)
          .map((one) => [`${written(one.day)} · ${one.text}`, ""]),
      );
      const plans = facts.plans.filter((one) => one.from <= at && (one.to === null || at <= one.to));
      part("had-plans").hidden = !plans.length;
      lines(
        part("plans"),
        plans.map((one) => [`${one.operator}: ${one.decision} (${written(one.from)})`, one.url]),
      );
      for (const link of card.querySelectorAll("[data-day-link]"))
        link.href = link.dataset.dayLink.replace("DAY", at);
    };
    const marks = () => {
      const { first, today, changes } = shownDay.facts;
      const [from, to] = [numberOf(first), numberOf(today)];
      const put = (iso, kind, text) => {
        const mark = document.createElement("span");
        mark.className = kind;
        mark.style.left = `${((numberOf(iso) - from) / Math.max(1, to - from)) * 100}%`;
        mark.textContent = text;
        part("marks").append(mark);
      };
      const years = yearOf(today) - yearOf(first);
      const every = years > 40 ? 10 : years > 12 ? 5 : years > 5 ? 2 : 1;
      for (let year = yearOf(first) + 1; year <= yearOf(today); year += 1)
        put(`${year}-01-01`, "year", year % every ? "" : String(year));
      for (const day of new Set(changes.map((one) => one.day))) if (day >= first) put(day, "change", "");
    };

    slider.addEventListener("input", () => {
      stop();
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => go(isoOf(Number(slider.value))));
    });
    card.addEventListener("keydown", (event) => {
      if (event.target !== slider || !["PageUp", "PageDown"].includes(event.key)) return;
      event.preventDefault(); // a year at a time, where a browser's own step is a tenth of the whole
      stop();
      step(event.key === "PageUp" ? 1 : -1);
    });
    field.addEventListener("change", () => {
      const iso = readDay(field.value);
      const { first, today } = shownDay.facts;
      const fits = iso !== null && iso >= first && iso <= today;
      part("wrong").hidden = fits;
      if (!fits) return;
      stop();
      go(iso);
    });
    for (const [name, deed] of /** @type {[string, () => void][]} */ ([
      ["play", play],
      ["back", () => step(-1)],
      ["on", () => step(1)],
      ["before", () => jump(-1)],
      ["after", () => jump(1)],
      ["today", () => go(null)],
    ]))
      part(name).addEventListener("click", () => {
        if (name !== "play") stop();
        deed();
      });

    const silent = shownDay.listen(() => show());
    shownDay.ready().then(
      (facts) => {
        if (ended) return;
        slider.min = String(numberOf(facts.first));
        slider.max = String(numberOf(facts.today));
        field.dataset.min = facts.first;
        field.dataset.max = facts.today;
        part("wrong").textContent = config.texts.dayBetween
          .replace("{first}", written(facts.first))
          .replace("{last}", written(facts.today));
        marks();
        show();
        part("body").hidden = false;
        slider.focus();
      },
      () => desk.end(), // the map says what failed
    );
    return () => {
      ended = true;
      stop();
      cancelAnimationFrame(frame);
      silent();
      card.classList.remove("wide");
    };
  },
};
