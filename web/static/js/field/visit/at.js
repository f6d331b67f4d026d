// A mast of the register that is given to nobody on this phone, opened by its address from the office's pages or beside the
// own ones: what is recorded stands straight under it, in no campaign but the one that gave it to a colleague.
import { button, el, link } from "../dom.js";
import { mastScreen, moreSheets } from "../mast.js";
import { checklistsOf, mastOf, offeredOf, otherOf } from "../pack.js";
import { startVisit } from "../record.js";
import { said, t } from "../words.js";

export function atScreen(app, here) {
  const [structure = "", code = "", form = ""] = here.params;
  if (mastOf(app, structure)) return mastScreen(app, here); // a campaign on this phone has it
  const mast = otherOf(app, structure) ?? {
    id: structure,
    code,
    form,
    who: "",
    what: "",
    commune: "",
    campaign: "",
    colleague: "",
  };
  const begin = (list) => async () => {
    const visit = await startVisit({
      structure,
      code: mast.code,
      name: [mast.who, mast.what].filter(Boolean).join(" · ") || t("at.name"),
      campaign: mast.campaign,
      checklist: list.code,
      checklist_version: list.version,
      by: app.user,
    });
    location.hash = `#/visit/${visit.inspection}`;
  };
  const lists = checklistsOf(app, mast);
  const { first, more } = offeredOf(lists);
  const begun = app.visits.get(structure) ?? [];
  return [
    el("h1", { text: [mast.code, mast.who].filter(Boolean).join(" · ") }),
    el("p", { text: mast.colleague ? t("at.colleagues", { name: mast.colleague }) : t("at.what") }),
    begun.map((visit) =>
      link(t(visit.finished_at ? "mast.look" : "mast.go-on"), `#/visit/${visit.inspection}`, {
        class: "tap wide",
      }),
    ),
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
      : el("p", { class: "warning", text: t(app.loading ? "list.loading" : "mast.no-list") }),
    link(t("nav.list"), "#/", { class: "tap wide" }),
  ].flat();
}
