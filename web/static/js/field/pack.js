// What the phone takes along for a campaign. A pack replaces the one before only when it has come whole.

import { netOf } from "./map/roads.js";
import { metresBetween, showNumber } from "./numbers.js";
import { call, NetError } from "./send/net.js";
import { all, ask, get, meta, write } from "./store.js";
import { lang, said, t } from "./words.js";

/** @type {(person: string, campaign: string) => string} */
const key = (person, campaign) => `${person}/${campaign}`;
const SHEETS = "sheets"; // what stands in the place of a campaign's id for the sheets that none brings
const LEFT = "left"; // what the phone remembers of campaigns that were taken from it
const DEFAULTS = { accuracy_gate_m: 20, fixes: 5, photo_longest_px: 0 };

// Fetches the campaigns of who is signed in and each one's pack if it changed. `count`: how many there are.
/** @type {(person: string) => Promise<{failed: {campaign: string, code: string}[], count: number}>} */
export async function fetchPacks(person) {
  const { data } = await call("/field/packs.json?positions=1", { seconds: 60 });
  // another account signed in meanwhile, in another tab: its masts are not this one's
  if (data.user && data.user !== person) throw new NetError("other-person");
  const listed = data.campaigns ?? [];
  const failed = [];
  for (const campaign of listed) {
    const held = await get("packs", key(person, campaign.id));
    try {
      const answer = await call(`/field/packs/${encodeURIComponent(campaign.id)}.json`, {
        headers: held?.etag ? { "If-None-Match": held.etag } : {},
        seconds: 180,
      });
      await keep(person, campaign.id, held, answer);
    } catch (error) {
      if (!(error instanceof NetError) || error.kind === "sign-in") throw error;
      failed.push({ campaign: said(campaign.name), code: error.code || error.kind });
    }
  }
  try {
    await fetchSheets();
  } catch (error) {
    if (!(error instanceof NetError) || error.kind === "sign-in") throw error;
    failed.push({ campaign: t("mast.more-lists"), code: error.code || error.kind });
  }
  const wanted = new Set(listed.map((/** @type {any} */ campaign) => key(person, campaign.id)));
  const gone = await goneToday(person, listed);
  for (const pack of await all("packs")) {
    // what is no longer assigned leaves the list; what was recorded stays
    if (pack.person !== person || wanted.has(pack.key)) continue;
    gone.push({ id: pack.campaign, name: said(pack.data.campaign?.name) });
    const left = { by: person, day: new Date().toDateString(), gone };
    await write(["packs", "meta"], async (store) => {
      store("packs").delete(pack.key);
      await ask(store("meta").put({ key: LEFT, value: left }));
    });
  }
  return { failed, count: listed.length };
}

// The campaigns that were taken from the phone today, by whatever loading: they are given to nobody here any more. One
// that came back is among those that are `here`.
/** @type {(person: string, here: {id: string}[]) => Promise<{id: string, name: string}[]>} */
export async function goneToday(person, here) {
  const left = await meta(LEFT, null);
  if (left?.by !== person || left.day !== new Date().toDateString()) return [];
  return (left.gone ?? []).filter(
    (/** @type {any} */ one) => !here.some((campaign) => campaign.id === one.id),
  );
}

// Every sheet that may be recorded with, and the words of defects: a mast may need one that no campaign here brings.
/** @type {() => Promise<void>} */
async function fetchSheets() {
  const held = await meta(SHEETS);
  const answer = await call(`/field/packs/${SHEETS}.json`, {
    headers: held?.etag ? { "If-None-Match": held.etag } : {},
    seconds: 180,
  });
  if (answer.status === 304) return;
  /** @type {any[]} */
  const lists = answer.data.checklists ?? [];
  await write(["meta", "checklists"], async (store) => {
    for (const checklist of lists) store("checklists").put({ key: keyOf(checklist), checklist });
    const value = {
      etag: answer.headers.get("ETag") ?? "",
      keys: lists.map(keyOf),
      vocabulary: answer.data.vocabulary ?? null,
    };
    await ask(store("meta").put({ key: SHEETS, value }));
  });
}

/** @type {(checklist: any) => string} */
const keyOf = (checklist) => `${checklist.code}/${checklist.version}`;

/** @type {(person: string, campaign: string, held: any, answer: {status: number, data: any, headers: Headers}) => Promise<void>} */
async function keep(person, campaign, held, answer) {
  const at = new Date().toISOString();
  await write(["packs", "checklists"], async (store) => {
    if (answer.status === 304) {
      await ask(store("packs").put({ ...held, at }));
      return;
    }
    for (const checklist of answer.data.checklists ?? [])
      store("checklists").put({ key: keyOf(checklist), checklist });
    await ask(
      store("packs").put({
        key: key(person, campaign),
        person,
        campaign,
        etag: answer.headers.get("ETag") ?? "",
        at,
        data: answer.data,
      }),
    );
  });
}

// The packs of a person as the screens use them, the newest campaign first.
/** @type {(person: string) => Promise<Pack[]>} */
export async function heldPacks(person) {
  const found = (await all("packs")).filter((pack) => pack.person === person);
  return found.map(shaped);
}

/** @type {(item: any) => Words} */
const words = (item) => ({
  vi: item?.vi ?? item?.name_vi ?? item?.title_vi ?? "",
  en: item?.en ?? item?.name_en ?? item?.title_en ?? "",
});

/** @type {(pack: {data: any, at: string}) => Pack} */
function shaped({ data, at }) {
  const names = Object.fromEntries(
    (data.operators ?? []).map((/** @type {any} */ operator) => [operator.code, operator.name]),
  );
  const forms = data.forms ?? {};
  const parts = Object.fromEntries(
    (data.risk_parts ?? []).map((/** @type {any} */ part) => [part.code, part]),
  );
  const vocabulary = vocabularyOf(data.vocabulary);
  const cableDoes = Boolean(data.campaign?.cable_does);
  const masts = (data.masts ?? []).map((/** @type {any} */ mast) =>
    shapedMast(mast, { names, forms, parts, vocabulary, campaign: data.campaign?.id ?? "", cableDoes }),
  );
  return {
    at,
    campaign: {
      ...data.campaign,
      get name() {
        return said(data.campaign?.name);
      },
    },
    lists: (data.checklists ?? []).map(keyOf),
    masts,
    settings: { ...DEFAULTS, ...data.settings },
    illustrative: Boolean(data.illustrative),
    area: areaOf(data.map ?? {}),
    others: (data.map?.others ?? []).map((/** @type {any} */ mast) => {
      const campaign = mast.colleague ? (data.campaign?.id ?? "") : "";
      return shapedMast(mast, { names, forms, parts, vocabulary, campaign, cableDoes });
    }),
    net: netOf(data.roads),
    roadCuts: data.road_cuts ?? [],
    background: data.background ?? null,
    vocabulary,
    byId: new Map(masts.map((/** @type {any} */ mast) => [mast.id, mast])),
  };
}

/** @type {(map: Record<string, any>) => [string, any][]} */
function areaOf(map) {
  return Object.entries(map).filter(([, shapes]) => shapes?.features);
}

/** @type {(vocabulary: any) => any} */
function vocabularyOf(vocabulary) {
  if (!vocabulary) return null;
  /** @type {(rows: any) => Record<string, any>} */
  const table = (rows) =>
    Object.fromEntries(
      (Array.isArray(rows) ? rows : Object.entries(rows ?? {}).map(([code, row]) => ({ code, ...row }))).map(
        (row) => [
          row.code,
          { ...row, words: words(row), remedy: { vi: row.remedy_vi ?? "", en: row.remedy_en ?? "" } },
        ],
      ),
    );
  return {
    materials: table(vocabulary.materials),
    components: table(vocabulary.components),
    defects: table(vocabulary.defects),
    parts: vocabulary.parts ?? {},
    organisations: vocabulary.organisations ?? [],
  };
}

/** @type {(text: string) => string} */
export const textOf = (text) =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[đð]/gi, "d")
    .toLowerCase()
    .trim();

/** @type {(mast: any, about: any) => Mast} */
function shapedMast(mast, { names, forms, parts, vocabulary, campaign, cableDoes }) {
  const operators = (mast.operators ?? []).map((/** @type {any} */ code) => names[code] ?? code);
  const organisation = names[mast.organisation] ?? mast.organisation ?? "";
  const who = organisation || operators.join(", "); // who answers for it, as the office's lists have it
  const height = mast.top_agl_m ?? mast.mast_height_m ?? null;
  const form = words(forms[mast.form]);
  const made = {
    ...mast,
    id: mast.structure ?? mast.id,
    campaign,
    cableDoes,
    operators,
    who,
    height_m: mast.mast_height_m ?? null,
    organisation,
    get what() {
      return [said(form) || mast.mast_class, height ? `${showNumber(height, lang, 1)} m` : ""]
        .filter(Boolean)
        .join(" ");
    },
    risk: (mast.risk ?? []).map((/** @type {any} */ part) => ({
      ...parts[part.code],
      ...part,
      words: words(part.vi ? part : parts[part.code]),
    })),
    missing: (mast.missing ?? []).map((/** @type {any} */ item) =>
      typeof item === "string" ? words(parts[item] ?? { vi: item }) : words(item),
    ),
    defects: (mast.defects ?? []).map((/** @type {any} */ item) => ({
      ...item,
      component: vocabulary?.components[item.component]?.words ?? item.component,
    })),
    last: mast.last ?? [],
    readings: mast.readings ?? {},
    score: mast.score ?? null,
  };
  made.text = textOf([mast.code, who, ...operators, mast.commune, mast.address].filter(Boolean).join(" "));
  return made;
}

/** @type {(mast: Mast) => boolean} */
const visited = (mast) => mast.progress === "visited";

// The last day of what presses, the day after tomorrow; before seven in the morning UTC has yesterday's day.
export const soonDay = () => dayOf(new Date(Date.now() + 2 * 86400e3));

// The masts that are not done and due by the day after tomorrow.
/** @type {(masts: Mast[], done: (mast: Mast) => boolean) => Mast[]} */
export const pressing = (masts, done) => {
  const soon = soonDay();
  return masts.filter((mast) => mast.due_on && mast.due_on <= soon && !done(mast));
};

// `done`: whether a mast is done, where more is known of it than what the office said; what is not and presses comes first.
/** @type {(masts: Mast[], order: string, fix: Fix | null, done?: (mast: Mast) => boolean) => Mast[]} */
export function orderOf(masts, order, fix, done = visited) {
  const rows = [...masts];
  if (order === "near" && fix) {
    const away = new Map(rows.map((mast) => [mast, metresBetween(fix.lon, fix.lat, mast.lon, mast.lat)]));
    return rows.sort((a, b) => (away.get(a) ?? 0) - (away.get(b) ?? 0));
  }
  if (order === "commune")
    return rows.sort((a, b) => a.commune.localeCompare(b.commune, "vi") || a.code.localeCompare(b.code));
  // what is due by the day after tomorrow comes before the campaign's order: a citizen's report was last of all
  const first = new Set(pressing(rows, done));
  return rows.sort(
    (a, b) =>
      Number(first.has(b)) - Number(first.has(a)) ||
      (a.place ?? 1e9) - (b.place ?? 1e9) ||
      a.code.localeCompare(b.code),
  );
}

const POSITION = "position"; // stands in the place of a mast's form where a position is proposed
// Whether a sheet is made for a proposed position; it is offered for nothing else, and nothing else for one.
/** @type {(list: any) => boolean} */
export const ofPosition = (list) => (list?.forms ?? []).includes(POSITION);
/** @type {(mast: any) => boolean} */
export const nothingStands = (mast) => mast?.form === POSITION;

/** @type {(app: App, id: string) => Mast | null} */
export const mastOf = (app, id) =>
  app.pack?.byId.get(id) ?? app.packs.map((pack) => pack.byId.get(id)).find(Boolean) ?? null;
// A mast that stands among those of a pack and is none of its own: of no campaign, or given to a `colleague` in this one.
/** @type {(app: App, id: string) => Mast | null} */
export const otherOf = (app, id) =>
  [app.pack, ...app.packs].flatMap((pack) => pack?.others ?? []).find((mast) => mast.id === id) ?? null;
// What the phone knows of the mast of a visit, one's own or beside: where it stands, its form, its height.
/** @type {(app: App, id: string) => Mast | null} */
export const knownMast = (app, id) => mastOf(app, id) ?? otherOf(app, id);
/** @type {(app: App) => Pack["settings"]} */
export const settingsOf = (app) => app.pack?.settings ?? DEFAULTS;

/** @type {(at: Date) => string} */
const dayOf = (at) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(at);

// The checklists that a mast can be inspected by, the office's first.
/** @type {(app: App, mast: {form?: string}) => any[]} */
export function checklistsOf(app, mast) {
  return app.checklists.filter(
    (list) =>
      (!list.retired_on || list.retired_on >= dayOf(new Date())) &&
      ofPosition(list) === nothingStands(mast) &&
      (!list.forms.length || !mast.form || list.forms.includes(mast.form)),
  );
}

/** @type {(code: string, version: number) => Promise<any>} */
export async function checklistOf(code, version) {
  const held = await get("checklists", `${code}/${version}`);
  return held ? shapedChecklist(held.checklist) : null;
}

// The sheets of this phone, the office's first. `more`: one that no campaign here brings.
/** @type {(packs: Pack[]) => Promise<any[]>} */
export async function heldChecklists(packs) {
  const brought = new Set(packs.flatMap((pack) => pack.lists));
  const besides = new Set((await meta(SHEETS))?.keys ?? []);
  const every = (await all("checklists")).map(({ checklist }) => shapedChecklist(checklist));
  every.sort((a, b) => a.version - b.version);
  const newest = new Map();
  for (const list of every)
    if (brought.has(keyOf(list)) || !(brought.size || besides.size)) newest.set(list.code, list);
  for (const list of every)
    if (besides.has(keyOf(list)) && (!newest.has(list.code) || newest.get(list.code).more))
      newest.set(list.code, { ...list, more: true });
  /** @type {(list: any) => number} */
  const first = (list) => (list.code === "office" ? 2 : list.by === "office" ? 1 : 0);
  return [...newest.values()].sort((a, b) => first(b) - first(a));
}

// The sheets to choose among, and those behind them: of a campaign first, where one brings any.
/** @type {(lists: any[]) => {first: any[], more: any[]}} */
export function offeredOf(lists) {
  const own = lists.filter((list) => !list.more);
  return own.length ? { first: own, more: lists.filter((list) => list.more) } : { first: lists, more: [] };
}

// The words of defects that a screen offers: of the chosen campaign, else those that came with the sheets.
/** @type {(app: App) => Promise<any>} */
export async function wordsOfDefects(app) {
  const own = app.pack?.vocabulary;
  return own && Object.keys(own.defects).length ? own : vocabularyOf((await meta(SHEETS))?.vocabulary);
}

/** @type {(list: any) => any} */
function shapedChecklist(list) {
  return {
    ...list,
    forms: list.forms ?? [],
    words: words(list),
    groups: (list.groups ?? []).map((/** @type {any} */ group) => ({
      ...group,
      axes: group.axes ?? [],
      words: words(group),
      help: { vi: group.help_vi ?? "", en: group.help_en ?? "" },
    })),
    entries: (list.entries ?? list.entry ?? []).map((/** @type {any} */ entry) => ({
      ...entry,
      words: words(entry),
      heading: { vi: entry.group_vi ?? "", en: entry.group_en ?? "" },
      help: { vi: entry.help_vi ?? "", en: entry.help_en ?? "" },
      limit: entry.limit
        ? { ...entry.limit, basis: { vi: entry.limit.basis ?? "", en: entry.limit.basis_en ?? "" } }
        : null,
      options: (entry.options ?? []).map((/** @type {any} */ option) => ({
        ...option,
        words: words(option),
      })),
    })),
  };
}
