// The photos of an entry or a defect: taken, or chosen among those of the visit.

import { button, el, icon, newId } from "../dom.js";
import { record, recordPhoto } from "../record.js";
import { said, saidOfCode, showTime, t } from "../words.js";
import { photosOf } from "./answers.js";
import { pictureOf, thumb } from "./thumb.js";

export function photoBox(visitor, entry, about = {}) {
  const strip = el("ul", { class: "photos" });
  const told = el("p", { class: "reason", role: "alert" });
  const wanted = entry.photos ?? 0;
  const input = el("input", {
    type: "file",
    accept: "image/*",
    capture: "environment",
    multiple: true,
    class: "visually-hidden",
    id: newId("camera"),
    "aria-label": `${t("photo.take")}: ${said(entry.words)}`,
  });
  const label = el(
    "label",
    { class: "tap camera", for: input.id },
    icon("camera"),
    el("span", { text: t("photo.take") }),
  );
  const inVisit = () => [
    ...new Map(
      visitor.rows.filter((row) => row.kind === "photo").map((row) => [row.item.photos[0], row]),
    ).values(),
  ];
  const here = () =>
    about.only
      ? inVisit().filter((row) => about.only.includes(row.item.photos[0]))
      : photosOf(visitor.rows, entry);
  const again = button(
    t("photo.use"),
    () => {
      others.hidden = !others.hidden;
      fill();
    },
    { class: "tap wide", "aria-expanded": "false" },
  );
  const others = el("ul", { class: "photo-choice", hidden: true });
  let turn = 0;
  const fill = async () => {
    const mine = ++turn;
    const rows = here();
    const shown = new Set(rows.map((row) => row.item.photos[0]));
    const left = inVisit().filter((row) => !shown.has(row.item.photos[0]));
    again.hidden = !left.length;
    again.setAttribute("aria-expanded", String(!others.hidden));
    const offered = others.hidden
      ? []
      : await Promise.all(
          left.map(async (row) =>
            el(
              "li",
              {},
              el(
                "button",
                {
                  type: "button",
                  class: "pick",
                  "aria-label": t("photo.use-at", { time: showTime(row.item.recorded_at) }),
                  on: { click: () => use(row) },
                },
                await pictureOf(row),
              ),
            ),
          ),
        );
    const taken = await Promise.all(rows.map((row) => thumb(row, visitor)));
    if (mine !== turn) return; // a photo was taken or chosen meanwhile; that one knows more
    others.replaceChildren(...offered);
    label.lastChild.textContent =
      rows.length < wanted
        ? t("photo.take-of", { count: wanted - rows.length })
        : t(rows.length ? "photo.take-more" : "photo.take");
    strip.replaceChildren(...taken);
  };
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    told.textContent = "";
    const lacking = !about.only && photosOf(visitor.rows, entry).length < wanted;
    for (const file of files) {
      try {
        const row = await recordPhoto(visitor.visit, file, {
          entry: entry.code,
          component: about.component ?? "",
          longest: visitor.settings.photo_longest_px,
        });
        visitor.taken(row);
        about.taken?.(row);
      } catch (error) {
        told.textContent = `${saidOfCode(error.code ?? "FIELD-PHONE-PHOTO")} · ${error.code ?? error.name}`;
      }
      await fill();
    }
    if (lacking && photosOf(visitor.rows, entry).length >= wanted) visitor.advance?.(entry);
  });
  // One photo shows several things: an entry gets an item of its own that names it, a defect its hash.
  const use = async (row) => {
    try {
      if (about.only) about.taken?.(row);
      else
        visitor.taken(
          await record(visitor.visit, {
            kind: "photo",
            photos: [...row.item.photos],
            position: row.item.position,
            entry: entry.code,
            component: about.component ?? "",
          }),
        );
    } catch (error) {
      told.textContent = `${saidOfCode(error.code ?? "FIELD-PHONE-STORE")} · ${error.code ?? error.name}`;
    }
    others.hidden = true;
    await fill();
  };
  fill();
  visitor.refreshers.add(fill);
  return el(
    "div",
    { class: "photo-box" },
    el("div", { class: "camera-row" }, input, label, again),
    others,
    told,
    strip,
  );
}
