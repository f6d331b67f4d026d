"""Phones that hold much: items put straight into the phone's tables, and a count of what a screen reads."""

from typing import Any

from playwright.sync_api import Page

VISIT = 40  # items of one visit

# Rows that IndexedDB handed out, by table; add before a page opens.
READS = """(() => {
  window.rowsRead = {};
  for (const kind of [IDBObjectStore, IDBIndex]) for (const name of ["get", "getAll", "openCursor"]) {
    const own = kind.prototype[name];
    kind.prototype[name] = function (...given) {
      const request = own.apply(this, given);
      const table = (this.objectStore ?? this).name;
      request.addEventListener("success", () => {
        const count = Array.isArray(request.result) ? request.result.length : Number(Boolean(request.result));
        window.rowsRead[table] = (window.rowsRead[table] ?? 0) + count;
      });
      return request;
    };
  }
})()"""

# given: {verified, kept, photos, days}: so many items in each state in visits finished `days` ago, so many
# of the verified ones photos that were returned and still lie on the phone
_FILL = """async ({verified, kept, photos, days}) => {
  const {count, write, meta, all} = await import("/static/js/field/store.js");
  const by = await meta("user");
  const masts = (await all("packs"))[0].data.masts.map((mast) => mast.structure);
  const at = new Date(Date.now() - days * 86400000).toISOString();
  const sha = (n) => n.toString(16).padStart(64, "0");
  const from = await count("items");
  let taken = 0;
  const made = [];
  for (let first = 0; first < verified + kept; first += 40) {
    const visit = {inspection: crypto.randomUUID(), structure: masts[made.length % masts.length],
      code: `BGG${first}`, name: "x", campaign: "", checklist: "office", checklist_version: 2, by,
      started_at: at, finished_at: at,
      counts: {kept: 0, received: 0, verified: 0, aside: 0}};
    await write(["items", "visits", "photos", "blobs", "meta"], async (store) => {
      for (let n = first; n < Math.min(first + 40, verified + kept); n += 1) {
        const state = n < verified ? "verified" : "kept";
        const photo = state === "verified" && taken < photos && n % 40 === 1;
        const kind = n === first ? "start" : photo ? "photo" : "reading";
        const seq = from + n + 1;
        if (photo) {
          taken += 1;
          store("blobs").put({sha256: sha(seq), blob: new Blob([new Uint8Array(500)])});
          store("photos").put({sha256: sha(seq), type: "image/jpeg", bytes: 500, by, state: "returned",
            inspection: visit.inspection, small: null, at: seq, tries: 0, code: "", message: ""});
        }
        const item = {entry: kind === "start" ? "" : "earthing", value: kind === "reading" ? "8.4" : null,
          raw: "8,4", unit: "Ω", instrument: "Kyoritsu", calibrated_on: "", component: "", defect: "",
          severity: "",
          note: "x".repeat(n % 11 ? 20 : 1500), photos: photo ? [sha(seq)] : [], position: null, replaces: "",
          kind, id: crypto.randomUUID(), inspection: visit.inspection, campaign: "",
            structure: visit.structure,
          checklist: "office", checklist_version: 2, recorded_at: at, seq};
        store("items").put({id: item.id, item, by, inspection: visit.inspection, kind,
          structure: visit.structure, entry: item.entry, state, code: "", message: "", missing: [],
          at: seq, tries: 0});
        visit.counts[state] += 1;
      }
      store("visits").put(visit);
      store("meta").put({key: "seq", value: from + verified + kept});
    });
    made.push(visit.inspection);
  }
  return made;
}"""


def fill(page: Page, *, verified: int = 0, kept: int = 0, photos: int = 0, days: int = 0) -> list[str]:
    """Put items on the phone of who is signed in; returns the visits' ids."""
    given = {"verified": verified, "kept": kept, "photos": photos, "days": days}
    found: list[str] = page.evaluate(_FILL, given)
    return found


def rows_read(page: Page) -> dict[str, int]:
    """Return how many rows were read by table since the page opened or this was asked last."""
    found: dict[str, Any] = page.evaluate(
        "() => { const held = window.rowsRead; window.rowsRead = {}; return held; }"
    )
    return found
