// What is recorded: append-only items with ids made here. A correction is a new item that names the one it replaces.

import { smallOf, takePhoto } from "./photos.js";
import { surely } from "./safe.js";
import { moment, wellFormed } from "./send/canonical.js";
import { tally } from "./send/tally.js";
import { all, ask, get, put, remove, write } from "./store.js";
import { lastFix } from "./whereabouts/position.js";

/** @type {Set<(what: Told) => void>} */
const listeners = new Set();
const channel = "BroadcastChannel" in window ? new BroadcastChannel("bts-field") : null;
if (channel) channel.onmessage = ({ data }) => tellHere(data);

/** @type {(what: Told) => void} */
function tellHere(what) {
  for (const told of listeners) told(what);
}

// Tells this tab and the others that something was recorded or changed its state.
/** @type {(what: Told) => void} */
export function announce(what) {
  tellHere(what);
  channel?.postMessage(what);
}

/** @type {(told: (what: Told) => void) => () => boolean} */
export function onChange(told) {
  listeners.add(told);
  return () => listeners.delete(told);
}

/**
 * @typedef {{kind: string, [name: string]: any}} Told
 * @typedef {{photo?: any, draft?: string}} Adding what an item brings along
 */

const BLANK = {
  entry: "",
  value: null,
  raw: "",
  unit: "",
  instrument: "",
  calibrated_on: "",
  component: "",
  defect: "",
  severity: "",
  note: "",
  photos: [],
  position: null,
  replaces: "",
};

// A place as it travels: numbers as text, so that both sides hash the same.
/** @type {(fix: Fix | null) => Place | null} */
export function placeOf(fix) {
  if (!fix) return null;
  return {
    lon: fix.lon.toFixed(7),
    lat: fix.lat.toFixed(7),
    accuracy_m: fix.accuracy_m.toFixed(1),
    fixes: fix.fixes ?? 1,
    at: moment(new Date(fix.at ?? Date.now())),
  };
}

/** @type {(visit: Visit, fields: Partial<Item>) => Item} */
function itemOf(visit, fields) {
  return wellFormed({
    ...BLANK,
    ...fields,
    id: crypto.randomUUID(),
    inspection: visit.inspection,
    campaign: visit.campaign,
    structure: visit.structure,
    checklist: visit.checklist,
    checklist_version: visit.checklist_version,
    recorded_at: moment(),
  });
}

/** Why a mast could not be inspected: the value of a note of its visit that is of no entry. */
export const ABSENCES = ["gone", "unreachable"];

/** @type {(item: Item) => boolean} */
export const isAbsence = ({ kind, entry, value }) =>
  kind === "note" && !entry && ABSENCES.includes(String(value));

/** @type {(item: Item) => Partial<Visit>} */
const changeOf = (item) => {
  const { kind, recorded_at } = item;
  if (kind === "finish") return { finished_at: recorded_at };
  if (kind === "drop") return { finished_at: "", dropped_at: recorded_at };
  if (kind === "reading") return { absent: "" }; // it could be looked at after all
  return isAbsence(item) ? { absent: String(item.value) } : {};
};

/** @type {(visit: Visit, item: Item) => ItemRow} */
const rowOf = (visit, item) => ({
  id: item.id,
  item,
  by: visit.by,
  inspection: visit.inspection,
  structure: visit.structure,
  kind: item.kind,
  entry: item.entry,
  state: "kept",
  code: "",
  message: "",
  missing: [],
  at: Date.now(),
  tries: 0,
});

// Adds an item, and the photo it brings, in one write. Resolves when it is on the disk: at once, or once there is room.
/** @type {(visit: Visit, fields: Partial<Item>, options?: Adding) => Promise<ItemRow>} */
async function add(visit, fields, { photo = null, draft = "" } = {}) {
  const item = itemOf(visit, fields);
  const row = rowOf(visit, item);
  await surely(() =>
    write(["items", "photos", "blobs", "visits", "drafts", "meta"], async (store) => {
      const held = await ask(store("meta").get("seq"));
      item.seq = (held?.value ?? 0) + 1;
      const stands = await ask(store("visits").get(visit.inspection));
      if (!stands || stands.opened) {
        // the first that is recorded begins the visit, as of when it was opened; another tab may have let it go meanwhile
        const begun = itemOf(visit, { kind: "start", position: stands?.opened?.position ?? null });
        begun.recorded_at = visit.started_at;
        begun.seq = item.seq++;
        const { opened: _opened, ...rest } = stands ?? visit;
        store("visits").put(rest);
        await ask(store("items").add(rowOf(visit, begun)));
        await tally(store, [{ inspection: visit.inspection, to: "kept" }]);
      }
      store("meta").put({ key: "seq", value: item.seq });
      await tally(store, [{ inspection: visit.inspection, to: "kept" }], {
        visit,
        change: changeOf(item),
      });
      if (photo) {
        if (!(await ask(store("photos").get(photo.sha256)))) {
          store("blobs").put({ sha256: photo.sha256, blob: photo.blob });
          store("photos").put({
            sha256: photo.sha256,
            type: photo.type,
            bytes: photo.bytes,
            by: visit.by,
            inspection: visit.inspection,
            state: "kept",
            small: null,
            at: row.at,
            tries: 0,
            code: "",
            message: "",
          });
        }
      }
      if (draft) store("drafts").delete(draft);
      await ask(store("items").add(row));
    }),
  );
  announce({ kind: "recorded", inspection: visit.inspection });
  return row;
}

// Opens a visit of a mast; it begins with the first that is recorded, and where nothing is it leaves nothing. `by` is the
// account that signed in on this phone.
/** @type {(about: Omit<Visit, "inspection" | "started_at" | "finished_at">) => Promise<Visit>} */
export async function startVisit({ structure, code, name, campaign, checklist, checklist_version, by }) {
  const visit = {
    inspection: crypto.randomUUID(),
    structure,
    code,
    name,
    campaign: campaign ?? "",
    checklist,
    checklist_version,
    by,
    started_at: moment(),
    finished_at: "",
  };
  const opened = { position: placeOf(lastFix()) };
  await surely(() => write(["visits"], (store) => ask(store("visits").put({ ...visit, opened }))));
  return visit;
}

// Lets go of visits that were opened and into which nothing was recorded or typed. `but`: the one on the screen.
/** @type {(but?: string) => Promise<void>} */
export const leaveUnused = (but = "") =>
  write(["visits", "drafts"], async (store) => {
    for (const visit of await ask(store("visits").getAll())) {
      if (!visit.opened || visit.inspection === but) continue;
      const typed = await ask(store("drafts").index("inspection").getAll(visit.inspection));
      if (!typed.some((draft) => draft.value)) store("visits").delete(visit.inspection);
    }
  });

/** @type {(visit: Visit, fields: Partial<Item>, options?: Adding) => Promise<ItemRow>} */
export const record = (visit, fields, options) => add(visit, fields, options);

// Takes a photo file for an entry: read, hashed and kept at once with the place if one is known.
/** @type {(visit: any, file: File, about?: {longest?: number} & Record<string, unknown>) => Promise<any>} */
export async function recordPhoto(visit, file, { longest = 0, ...fields } = {}) {
  const photo = await takePhoto(file, longest);
  const row = await add(
    visit,
    { kind: "photo", photos: [photo.sha256], position: placeOf(lastFix()), ...fields },
    { photo },
  );
  smallOf(photo.blob)
    .then(async (small) => {
      if (!small) return;
      await write(["photos"], async (store) => {
        const known = await ask(store("photos").get(photo.sha256));
        if (known) store("photos").put({ ...known, small });
      });
      announce({ kind: "small", inspection: visit.inspection });
    })
    .catch(() => {
      /* the list shows a sign instead of the picture */
    });
  return row;
}

/** @type {(visit: Visit, note?: string) => Promise<ItemRow>} */
export const finishVisit = (visit, note = "") => add(visit, { kind: "finish", note });

// A signature: `raw` is the hash of what was signed, `value` the strokes, `signer` who.
/** @type {(visit: Visit, fields: Partial<Item>) => Promise<ItemRow>} */
export const signVisit = (visit, fields) => add(visit, { ...fields, kind: "signature" });

// A visit that was begun by mistake: nothing is taken away, it counts for nothing from now on.
/** @type {(visit: Visit) => Promise<ItemRow>} */
export const dropVisit = (visit) => add(visit, { kind: "drop" });

// What is typed and not recorded yet, so that a phone that dies does not lose it.
/** @type {(visit: Visit, name: string, value: string) => Promise<IDBValidKey>} */
export const keepDraft = (visit, name, value) =>
  put("drafts", { key: `${visit.inspection}/${name}`, inspection: visit.inspection, name, value });
/** @type {(visit: Visit, name: string) => Promise<undefined>} */
export const dropDraft = (visit, name) => remove("drafts", `${visit.inspection}/${name}`);
/** @type {(visit: Visit, name: string) => string} */
export const draftKey = (visit, name) => `${visit.inspection}/${name}`;

/** @type {(inspection: string) => Promise<Record<string, string>>} */
export async function draftsOf(inspection) {
  return Object.fromEntries(
    (await all("drafts", "inspection", inspection)).map((draft) => [draft.name, draft.value]),
  );
}

// The rows that count: those that no other row replaces, in the order they were recorded.
/** @type {(rows: ItemRow[]) => ItemRow[]} */
export function standing(rows) {
  const replaced = new Set(rows.map((row) => row.item.replaces).filter(Boolean));
  return rows.filter((row) => !replaced.has(row.id)).sort((a, b) => a.item.seq - b.item.seq);
}

/** @type {(inspection: string) => Promise<ItemRow[]>} */
export async function rowsOf(inspection) {
  return (await all("items", "inspection", inspection)).sort((a, b) => a.item.seq - b.item.seq);
}

/** @type {(inspection: string) => Promise<Visit | undefined>} */
export const visitOf = (inspection) => get("visits", inspection);
/** @type {(structure: string) => Promise<Visit[]>} */
export const visitsOf = (structure) => all("visits", "structure", structure);
