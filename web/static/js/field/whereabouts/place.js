// The position of the mast's foot: several fixes, their mean, the office's gate, the distance to the register.
import { button, el } from "../dom.js";
import { metresBetween, showNumber } from "../numbers.js";
import { nothingStands } from "../pack.js";
import { placeOf, record } from "../record.js";
import { lang, showTime, t } from "../words.js";
import { measure, noteFix } from "./position.js";

const metres = (value) => `${showNumber(value, lang, value < 10 ? 1 : 0)} m`;
const FAR_M = 500; // more than twice what a wrong datum shifts a position by: more likely another mast
export const lastPosition = (rows) => rows.filter((row) => row.kind === "position").at(-1) ?? null;

export function positionBox(visitor, entry) {
  const { mast, settings } = visitor;
  const told = el("p", { role: "status", class: "fix" });
  const kept = el("div", {});
  const buttons = el("div", { class: "stack" });
  const proposed = nothingStands(mast);
  const waiting = proposed ? "place.waiting-proposed" : "place.waiting";
  let end = null;

  const farness = (place) => {
    if (!mast) return null;
    const distance = metresBetween(Number(place.lon), Number(place.lat), mast.lon, mast.lat);
    const unsure = Number(place.accuracy_m) + (mast.accuracy_m || 0);
    const far = distance > FAR_M + unsure && !proposed;
    const differs = proposed ? "place.differs-proposed" : "place.differs";
    return { distance, says: far ? "place.far" : distance > unsure ? differs : "" };
  };

  const awayWords = ({ distance, says }) =>
    `${t(proposed ? "place.away-proposed" : "place.away", { distance: metres(distance) })}${says ? ` · ${t(says)}` : ""}`;

  function away(place) {
    const found = farness(place);
    if (!found) return null;
    const { says } = found;
    return el("span", {
      class: `block${says === "place.far" ? " late" : ""}`,
      text: awayWords(found),
    });
  }

  function show() {
    const row = lastPosition(visitor.rows);
    kept.replaceChildren(
      ...(row
        ? [
            el(
              "p",
              {},
              el("strong", {
                text: `${row.item.position.lat}, ${row.item.position.lon} (±${metres(Number(row.item.position.accuracy_m))})`,
              }),
              away(row.item.position),
              el(
                "span",
                { class: "block" },
                `${t("entry.recorded", { time: showTime(row.item.recorded_at) })} `,
                el("span", { class: `state ${row.state}`, text: t(`state.${row.state}`) }),
              ),
            ),
          ]
        : []),
    );
    buttons.replaceChildren(
      button(t(row ? "place.again" : "place.measure"), start, { class: `tap wide${row ? "" : " primary"}` }),
    );
  }

  async function keep(mean, note) {
    const before = lastPosition(visitor.rows);
    const row = await record(visitor.visit, {
      kind: "position",
      entry: entry.code,
      position: placeOf(mean),
      note,
      replaces: before?.id ?? "",
    });
    visitor.taken(row);
    told.textContent = "";
    show();
    const found = farness(row.item.position);
    // what is far off is to be seen; what differs by less is said on the screen that it goes on to
    if (!["place.far", "place.differs-proposed"].includes(found?.says))
      visitor.advance?.(entry, found ? { sign: found.says ? "!" : "✓", words: awayWords(found) } : undefined);
  }

  function start() {
    if (!navigator.geolocation) {
      told.textContent = t("place.cannot");
      return;
    }
    told.textContent = t(waiting);
    buttons.replaceChildren(button(t("place.enough"), () => end?.(), { class: "tap wide" }));
    end = measure({
      wanted: settings.fixes,
      onFix: (mean, taken, error) => {
        told.textContent =
          error === "denied"
            ? t("place.denied")
            : mean
              ? t("place.fix", { accuracy: metres(mean.accuracy_m), taken, wanted: settings.fixes })
              : t(waiting);
        if (mean) noteFix({ ...mean, at: Date.now() });
      },
      onEnd: (mean, error) => {
        end = null;
        if (!mean) {
          told.textContent = t(error === "denied" ? "place.denied" : "place.none");
          show();
        } else if (mean.accuracy_m > settings.accuracy_gate_m) {
          told.textContent = t("place.rough", {
            accuracy: metres(mean.accuracy_m),
            gate: metres(settings.accuracy_gate_m),
          });
          buttons.replaceChildren(
            button(t("place.again"), start, { class: "tap primary wide" }),
            button(t("place.keep-rough"), () => keep(mean, t("place.rough-note")), { class: "tap wide" }),
          );
        } else keep(mean, mean.left_out ? t("place.left-out", { count: mean.left_out }) : "");
      },
    });
  }

  show();
  visitor.leaving.add(() => end?.());
  visitor.refreshers.add(() => {
    if (!end && !told.textContent) show();
  });
  return el("div", { class: "place-box" }, kept, told, buttons);
}
