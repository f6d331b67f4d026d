// Where tests of the field app begin: an empty phone, and a visit begun on it. Imported after fake-indexeddb and page.js.
import { startVisit } from "../../../web/static/js/field/record.js";
import * as store from "../../../web/static/js/field/store.js";

export const begin = () =>
  startVisit({
    structure: "s1",
    code: "BGG1",
    name: "",
    campaign: "c1",
    checklist: "l",
    checklist_version: 1,
    by: "an",
  });

export const empty = () =>
  store.write(store.EVERYTHING, async (tables) => {
    for (const name of store.EVERYTHING) await store.ask(tables(name).clear());
  });
