// A mast that is not on the list: recorded like any other. The server sets it aside until an officer says which mast it is.
import { button, el, field, link } from "../dom.js";
import { moreSheets } from "../mast.js";
import { mastOf, offeredOf, ofPosition, textOf } from "../pack.js";
import { startVisit } from "../record.js";
import { said, saidOfCode, t } from "../words.js";
import { isTheirs } from "./theirs.js";

// What was searched for is the code on the plate where it looks like one and no mast of the list has it.
function codeAsked(app) {
  const asked = textOf(app.asked ?? "");
  const listed = app.packs.some((pack) => pack.masts.some((mast) => textOf(mast.code).includes(asked)));
  return /\d/.test(asked) && !listed ? app.asked : "";
}

/** The visits of whoever is signed in, of masts that no list here has: another's on this phone are in lists of their own. */
export const strangeOf = (app) =>
  [...app.visits.values()].flat().filter((visit) => !isTheirs(app, visit) && !mastOf(app, visit.structure));

export function unlistedScreen(app) {
  const code = el("input", {
    type: "text",
    class: "big",
    autocomplete: "off",
    maxlength: 40,
    value: codeAsked(app),
  });
  const told = el("p", { class: "reason", role: "alert" });
  const known = () =>
    app.packs
      .flatMap((pack) => pack.masts)
      .find((mast) => code.value.trim() && textOf(mast.code) === textOf(code.value));
  const begin = (list) => async () => {
    const mast = known();
    if (mast) {
      location.hash = `#/mast/${mast.id}`;
      return;
    } // it is on the list after all
    const name = code.value.trim() || t("unlisted.no-code");
    try {
      const visit = await startVisit({
        structure: name,
        code: name,
        name: t("unlisted.name"),
        campaign: app.pack?.campaign.id ?? "",
        checklist: list.code,
        checklist_version: list.version,
        by: app.user,
      });
      location.hash = `#/visit/${visit.inspection}`;
    } catch (error) {
      told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
    }
  };
  const lists = app.checklists.filter((list) => !list.retired_on && !ofPosition(list));
  const { first, more } = offeredOf(lists);
  const begun = strangeOf(app);
  return [
    el("h1", { text: t("unlisted.title") }),
    el("p", { text: t("unlisted.what") }),
    field(t("unlisted.code"), code),
    told,
    lists.length
      ? el(
          "div",
          { class: "stack" },
          el("p", { class: "label", text: t("mast.which") }),
          first.map((list, index) =>
            button(said(list.words), begin(list), { class: `tap wide${index ? "" : " primary"}` }),
          ),
          moreSheets(more, begin),
        )
      : el("p", { class: "warning", text: t("mast.no-list") }),
    begun.length
      ? el(
          "section",
          { class: "card" },
          el("h2", { text: t("unlisted.begun") }),
          el(
            "ul",
            {},
            begun.map((visit) =>
              el(
                "li",
                {},
                link(
                  `${visit.code} · ${t(visit.finished_at ? "list.done" : "list.begun")}`,
                  `#/visit/${visit.inspection}`,
                  { class: "tap wide" },
                ),
              ),
            ),
          ),
        )
      : null,
    link(t("nav.list"), "#/", { class: "tap wide" }),
  ];
}
