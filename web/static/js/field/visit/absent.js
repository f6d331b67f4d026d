// A mast that cannot be inspected: it is gone, or nobody gets to it. What is found is said, with a photo; a visit of a mast
// that is gone ends with it, one to which nobody got stays to be gone on with another day.

import { button, el, field } from "../dom.js";
import { photoBox } from "../entry/photos.js";
import { ABSENCES, draftKey, finishVisit, isAbsence, keepDraft, record } from "../record.js";
import { saidOfCode, t } from "../words.js";
import { chips } from "./defects.js";

const DRAFT = "absent";

/** The note that says of a visit why its mast could not be inspected; null where none does, or something was read since. */
export function absentNote(rows) {
  const note = rows.filter((row) => isAbsence(row.item)).at(-1);
  return note && !rows.some((row) => row.kind === "reading" && row.item.seq > note.item.seq) ? note : null;
}

export function absenceBox(app, visitor) {
  const { visit } = visitor;
  const before = absentNote(visitor.rows);
  const draft = visitor.drafts[DRAFT];
  const held = { reason: before?.item.value ?? "", words: before?.item.raw ?? "", ...draft };
  const words = el("textarea", { rows: 3, class: "big", value: held.words });
  const told = el("p", { class: "reason", role: "alert" });
  const remember = () => keepDraft(visit, DRAFT, { ...held, words: words.value }).catch(() => {});
  words.addEventListener("input", remember);
  const what = el("p", { class: "hint", role: "status" });
  const save = el("span");
  const tell = () => {
    what.textContent = held.reason ? t(`absent.${held.reason}-then`) : "";
    save.textContent = t(held.reason === "unreachable" ? "absent.save-on" : "absent.save-end");
  };
  const keep = async () => {
    if (!held.reason) {
      told.textContent = t("absent.choose");
      told.scrollIntoView({ block: "center" });
      return;
    }
    const typed = words.value.trim();
    try {
      visitor.taken(
        await record(
          visit,
          {
            kind: "note",
            value: held.reason,
            raw: typed,
            note: [t(`absent.${held.reason}`), typed].filter(Boolean).join(". "),
            replaces: before?.id ?? "",
          },
          { draft: draftKey(visit, DRAFT) },
        ),
      );
      delete visitor.drafts[DRAFT];
      if (held.reason === "gone") {
        visitor.taken(await finishVisit(visit));
        app.finished = { code: visit.code, structure: visit.structure };
      }
      location.hash = held.reason === "gone" ? "#/send" : "#/";
    } catch (error) {
      told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
    }
  };
  tell();
  return el(
    "section",
    { class: "entry" },
    el("h2", { text: t("absent.title") }),
    chips(
      t("absent.why"),
      ABSENCES.map((code) => [code, t(`absent.${code}`)]),
      held.reason,
      (code) => {
        held.reason = code;
        told.textContent = "";
        tell();
        remember();
      },
    ),
    what,
    photoBox(visitor, { code: "", words: { vi: t("absent.title"), en: t("absent.title") }, photos: 1 }),
    field(t("absent.words"), words),
    told,
    el(
      "div",
      { class: "steps" },
      button(t("absent.back"), () => visitor.go()),
      el("button", { type: "button", class: "tap primary", on: { click: keep } }, save),
    ),
  );
}
