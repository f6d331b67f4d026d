// What the phone takes along for a campaign. A pack replaces the one before only when it has come whole.

import { call, NetError } from "./net.js";
import { metresBetween, showNumber } from "./numbers.js";
import { all, ask, get, write } from "./store.js";
import { lang, said } from "./words.js";

const key = (person, campaign) => `${person}/${campaign}`;
const DEFAULTS = { accuracy_gate_m: 20, fixes: 5, photo_longest_px: 0 };

// Fetches the campaigns of who is signed in and each one's pack if it changed. Returns {user, packs, failed}.
export async function fetchPacks(person) {
  const { data } = await call("/field/packs.json", { seconds: 60 });
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
      failed.push({ campaign: campaign.name, code: error.code || error.kind });
    }
  }
  const wanted = new Set(listed.map((campaign) => key(person, campaign.id)));
  for (const pack of await all("packs")) {
    // what is no longer assigned leaves the list; what was recorded stays
    if (pack.person === person && !wanted.has(pack.key))
      await write(["packs"], (store) => ask(store("packs").delete(pack.key)));
  }
  return { failed, count: listed.length };
}

async function keep(person, campaign, held, answer) {
  const at = new Date().toISOString();
  await write(["packs", "checklists"], async (store) => {
    if (answer.status === 304) {
      await ask(store("packs").put({ ...held, at }));
      return;
    }
    for (const checklist of answer.data.checklists ?? [])
      store("checklists").put({ key: `${checklist.code}/${checklist.version}`, checklist });
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
export async function heldPacks(person) {
  const found = (await all("packs")).filter((pack) => pack.person === person);
  return found.map(shaped);
}

const words = (item) => ({
  vi: item?.vi ?? item?.name_vi ?? item?.title_vi ?? "",
  en: item?.en ?? item?.name_en ?? item?.title_en ?? "",
});

function shaped({ data, at }) {
  const names = Object.fromEntries((data.operators ?? []).map((operator) => [operator.code, operator.name]));
  const forms = data.forms ?? {};
  const parts = Object.fromEntries((data.risk_parts ?? []).map((part) => [part.code, part]));
  const vocabulary = vocabularyOf(data.vocabulary);
  const masts = (data.masts ?? []).map((mast) =>
    shapedMast(mast, { names, forms, parts, vocabulary, campaign: data.campaign?.id ?? "" }),
  );
  return {
    at,
    campaign: data.campaign,
    lists: (data.checklists ?? []).map((list) => list.code),
    masts,
    settings: { ...DEFAULTS, ...data.settings },
    illustrative: Boolean(data.illustrative),
    area: areaOf(data.map ?? {}),
    others: data.map?.others ?? [],
    vocabulary,
    byId: new Map(masts.map((mast) => [mast.id, mast])),
  };
}

function areaOf(map) {
  return Object.entries(map).filter(([, shapes]) => shapes?.features);
}

function vocabularyOf(vocabulary) {
  if (!vocabulary) return null;
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
  };
}

export const textOf = (text) =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/đ/gi, "d")
    .toLowerCase()
    .trim();

function shapedMast(mast, { names, forms, parts, vocabulary, campaign }) {
  const operators = (mast.operators ?? []).map((code) => names[code] ?? code);
  const who = operators.join(", ") || names[mast.organisation] || mast.organisation || "";
  const height = mast.top_agl_m ?? mast.mast_height_m ?? null;
  const form = words(forms[mast.form]);
  const made = {
    ...mast,
    id: mast.structure ?? mast.id,
    campaign,
    operators,
    who,
    height_m: mast.mast_height_m ?? null,
    organisation: names[mast.organisation] ?? mast.organisation ?? "",
    get what() {
      return [said(form) || mast.mast_class, height ? `${showNumber(height, lang, 1)} m` : ""]
        .filter(Boolean)
        .join(" ");
    },
    risk: (mast.risk ?? []).map((part) => ({
      ...parts[part.code],
      ...part,
      words: words(part.vi ? part : parts[part.code]),
    })),
    missing: (mast.missing ?? []).map((item) =>
      typeof item === "string" ? words(parts[item] ?? { vi: item }) : words(item),
    ),
    defects: (mast.defects ?? []).map((item) => ({
      ...item,
      component: vocabulary?.components[item.component]?.words ?? item.component,
    })),
    last: mast.last ?? [],
    readings: mast.readings ?? {},
    score: mast.score ?? null,
  };
  made.text = textOf([mast.code, who, mast.commune, mast.address].filter(Boolean).join(" "));
  return made;
}

// `done`: whether a mast is done, where more is known of it than what the office said; what is not and presses comes first.
export function orderOf(masts, order, fix, done = (mast) => mast.progress === "visited") {
  const rows = [...masts];
  if (order === "near" && fix) {
    const away = new Map(rows.map((mast) => [mast, metresBetween(fix.lon, fix.lat, mast.lon, mast.lat)]));
    return rows.sort((a, b) => away.get(a) - away.get(b));
  }
  if (order === "commune")
    return rows.sort((a, b) => a.commune.localeCompare(b.commune, "vi") || a.code.localeCompare(b.code));
  if (order === "way") return wayThrough(orderOf(masts, "place", fix, done), fix);
  // what is due by the day after tomorrow comes before the campaign's order: a citizen's report was last of all
  const soon = new Date(Date.now() + 2 * 86400e3).toISOString().slice(0, 10);
  const presses = (mast) => Boolean(mast.due_on && mast.due_on <= soon && !done(mast));
  return rows.sort(
    (a, b) =>
      Number(presses(b)) - Number(presses(a)) ||
      (a.place ?? 1e9) - (b.place ?? 1e9) ||
      a.code.localeCompare(b.code),
  );
}

// From here, or from the campaign's first mast, always on to the nearest one left: no shortest way, but none that turns back.
function wayThrough(masts, fix) {
  const left = [...masts];
  const way = [];
  for (let at = fix ?? left[0]; left.length; ) {
    const away = (mast) => metresBetween(at.lon, at.lat, mast.lon, mast.lat);
    at = left.reduce((near, mast) => (away(mast) < away(near) ? mast : near));
    left.splice(left.indexOf(at), 1);
    way.push(at);
  }
  return way;
}

export const mastOf = (app, id) =>
  app.pack?.byId.get(id) ?? app.packs.map((pack) => pack.byId.get(id)).find(Boolean) ?? null;
export const settingsOf = (app) => app.pack?.settings ?? DEFAULTS;

// The checklists that a mast can be inspected by, the office's first.
export function checklistsOf(app, mast) {
  return app.checklists.filter(
    (list) => !list.retired_on && (!list.forms.length || !mast.form || list.forms.includes(mast.form)),
  );
}

export async function checklistOf(code, version) {
  const held = await get("checklists", `${code}/${version}`);
  return held ? shapedChecklist(held.checklist) : null;
}

export async function heldChecklists(packs) {
  const wanted = new Set(packs.flatMap((pack) => pack.lists));
  const every = (await all("checklists")).map(({ checklist }) => shapedChecklist(checklist));
  const newest = new Map();
  for (const list of every.sort((a, b) => a.version - b.version)) newest.set(list.code, list);
  const first = (list) => (list.code === "office" ? 2 : list.by === "office" ? 1 : 0);
  return [...newest.values()]
    .filter((list) => !wanted.size || wanted.has(list.code))
    .sort((a, b) => first(b) - first(a));
}

function shapedChecklist(list) {
  return {
    ...list,
    forms: list.forms ?? [],
    words: words(list),
    entries: (list.entries ?? list.entry ?? []).map((entry) => ({
      ...entry,
      words: words(entry),
      group: { vi: entry.group_vi ?? "", en: entry.group_en ?? "" },
      help: { vi: entry.help_vi ?? "", en: entry.help_en ?? "" },
      limit: entry.limit
        ? { ...entry.limit, basis: { vi: entry.limit.basis ?? "", en: entry.limit.basis_en ?? "" } }
        : null,
      options: (entry.options ?? []).map((option) => ({ ...option, words: words(option) })),
    })),
  };
}
