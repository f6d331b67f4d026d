// A visit that was begun by mistake: opened only, it leaves nothing; with answers it is asked, and stays as dropped.
import { button, el, link } from "../dom.js";
import { showNumber } from "../numbers.js";
import { mastOf, nothingStands } from "../pack.js";
import { dropVisit, rowsOf, visitOf } from "../record.js";
import { visitScreen } from "../visit.js";
import { lang, t } from "../words.js";

// The screen of a visit with the way out of it; one that was dropped only says so.
export async function droppableVisit(app, here) {
  const visit = await visitOf(here.params[0]);
  if (visit?.dropped_at)
    return [
      el("h1", { text: `${visit.code} · ${visit.name}` }),
      el("p", { class: "good", text: t("visit.dropped") }),
      link(t("visit.to-mast"), `#/mast/${visit.structure}`, { class: "tap wide" }),
    ];
  const parts = await visitScreen(app, here);
  return visit && !visit.finished_at && visit.by === app.user ? [...parts, dropLine(app, visit)] : parts;
}

function dropLine(app, visit) {
  const asked = el("div", { role: "status" });
  const back = () => {
    location.hash = `#/mast/${visit.structure}`;
  };
  const drop = async () => {
    const rows = await rowsOf(visit.inspection);
    if (!rows.length) {
      back(); // what was typed is recorded before one leaves; what was not begun is let go
      return;
    }
    asked.replaceChildren(
      el(
        "div",
        { class: "warning" },
        el("p", { text: t("visit.drop-sure", { count: showNumber(rows.length, lang) }) }),
        el(
          "div",
          { class: "row-buttons" },
          button(t("visit.drop-no"), () => asked.replaceChildren()),
          button(
            t("visit.drop-yes"),
            async () => {
              await dropVisit(visit);
              back();
            },
            { class: "tap primary" },
          ),
        ),
      ),
    );
    asked.scrollIntoView({ block: "center" });
  };
  const absent = `#/visit/${visit.inspection}/absent`;
  const found = `#/visit/${visit.inspection}/otherwise`;
  return el(
    "div",
    { class: "drop" },
    [absent, found].includes(location.hash) || nothingStands(mastOf(app, visit.structure))
      ? null
      : link(t("found.title"), found, { class: "tap wide quiet" }),
    location.hash === absent || nothingStands(mastOf(app, visit.structure))
      ? null
      : link(t("absent.title"), absent, { class: "tap wide quiet" }),
    button(t("visit.drop"), drop, { class: "tap wide quiet" }),
    asked,
  );
}
