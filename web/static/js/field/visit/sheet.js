// A sheet as a form: the rows of its groups, what is asked of a mast, what follows from other answers. The desk does the
// same (registry/safety/sheets); a test holds the two together.
import { readNumber } from "../numbers.js";

const NOT_SEEN = "not_seen";
/** The key of a height found at the mast that is another than the registered one: of no entry of a sheet. */
export const FOUND_HEIGHT = "found_height";
const KEY = /^([a-z][a-z0-9_]*)(?:\[([A-Z][0-9]{1,2}(?:\/[0-9]{1,2})?)\])?$/;

/** @type {(code: string, row?: string) => string} */
export const keyOf = (code, row = "") => (row ? `${code}[${row}]` : code);

// [code, row] of the key of an answer; what is no key is a code without a row.
/** @type {(key: string) => [string, string]} */
export function splitKey(key) {
  const found = KEY.exec(key);
  return found ? [found[1], found[2] ?? ""] : [key, ""];
}

/** @type {(one: string, other: string) => number} */
function inOrder(one, other) {
  if (one[0] !== other[0]) return one < other ? -1 : 1;
  const [a, b] = [one, other].map((row) => row.slice(1).split("/").map(Number));
  return a[0] - b[0] || (a[1] ?? 0) - (b[1] ?? 0);
}

/**
 * @typedef {{entry?: string, height?: boolean, any?: (string | boolean)[], least?: number | null, most?: number | null}} Condition
 * @typedef {{prefix: string, most: number, usual: number, first: number, source: string, metres_each?: number | null}} Axis
 * @typedef {{code: string, axes: Axis[], when?: Condition[], words?: any, help?: any}} Group
 * @typedef {{kind: string, of: string[]}} Computed
 * @typedef {any} SheetEntry one of the pack's checklist, as pack.js shapes it
 * @typedef {{code: string, entries: SheetEntry[], groups?: Group[]}} Sheet
 * @typedef {{form?: string, support?: string, height_m?: number | null} | null | undefined} About
 */

/** The answers of one mast's sheet: `values` by key as they were recorded. */
export class Answers {
  /** @param {Sheet} sheet @param {About} mast @param {Record<string, any>} values */
  constructor(sheet, mast, values) {
    this.sheet = sheet;
    this.mast = mast;
    this.values = values;
  }

  // The height by which this visit judges: what was found at the mast, else the registered one.
  /** @returns {number | null} */
  get height() {
    return this.foundHeight ?? this.mast?.height_m ?? null;
  }

  // The height found at the mast where it is another than the registered one: stated as such, else that of its segments
  // where that is off by half of one (they hold no lightning rod and no foot).
  /** @returns {number | null} */
  get foundHeight() {
    const stated = numberOf(this.values[FOUND_HEIGHT]);
    if (stated !== null && stated > 0) return stated;
    const [count, each] = [numberOf(this.values.segments), numberOf(this.values.segment_height)];
    if (count === null || each === null || count <= 0 || each <= 0) return null;
    const registered = this.mast?.height_m ?? null;
    return registered === null || Math.abs(count * each - registered) >= each / 2 ? count * each : null;
  }

  /** @param {string} code @returns {SheetEntry | undefined} */
  entry(code) {
    return this.sheet.entries.find((one) => one.code === code);
  }

  /** @param {SheetEntry} entry @returns {Group | undefined} */
  group(entry) {
    return this.sheet.groups?.find((one) => one.code === entry?.group);
  }

  /** @param {SheetEntry} entry @returns {Axis[]} */
  axes(entry) {
    return this.group(entry)?.axes ?? [];
  }

  // The answer of a key: recorded, or computed from those that were; null where there is none.
  /** @param {string} key */
  value(key) {
    const [code, row] = splitKey(key);
    const entry = this.entry(code);
    if (entry?.compute)
      return Boolean(row) === Boolean(this.axes(entry).length) ? this.computed(entry, row) : null;
    return this.values[key] ?? null;
  }

  // The rows of a group: as many as asked for, and those beyond that hold an answer.
  /** @param {Group} group @returns {string[]} */
  rows(group) {
    if (!group.axes.length) return [];
    const [one, two] = group.axes;
    const first = this.range(one).map((at) => `${one.prefix}${at}`);
    const rows = two ? first.flatMap((row) => this.range(two).map((at) => `${row}/${at}`)) : first;
    const codes = new Set(
      this.sheet.entries.filter((entry) => entry.group === group.code).map((entry) => entry.code),
    );
    const beyond = Object.keys(this.values)
      .map(splitKey)
      .flatMap(([code, row]) => (row && codes.has(code) ? [row] : []));
    return [...new Set([...rows, ...beyond])].sort(inOrder);
  }

  // What is asked of this mast, in the order of the sheet; a group row by row: [{entry, key, row}].
  /** @returns {{entry: SheetEntry, key: string, row: string}[]} */
  asked() {
    const suited = this.sheet.entries.filter((entry) => suits(entry, this.mast));
    const done = new Set();
    return suited.flatMap((entry) => {
      const group = this.group(entry);
      if (!group?.axes.length)
        return this.holds(group?.when) && this.holds(entry.when) ? [{ entry, key: entry.code, row: "" }] : [];
      if (done.has(group.code) || !this.holds(group.when)) return [];
      done.add(group.code);
      const own = suited.filter((one) => one.group === group.code);
      return this.rows(group).flatMap((row) =>
        own
          .filter((one) => this.holds(one.when, row))
          .map((one) => ({ entry: one, key: keyOf(one.code, row), row })),
      );
    });
  }

  // The answer that a limit is worked out from, as a number; null where there is none.
  /** @param {SheetEntry} entry @param {string} row */
  of(entry, row) {
    if (!entry.limit?.of) return null;
    return numberOf(this.value(this.reach(entry.limit.of, row)));
  }

  /** @param {Condition[] | undefined} when */
  holds(when, row = "") {
    return (when ?? []).every((one) => this.condition(one, row));
  }

  /** @param {Condition} one @param {string} row */
  condition(one, row) {
    if (one.height) {
      return this.height === null || between(this.height, one);
    }
    const value = this.value(this.reach(one.entry ?? "", row));
    if (value === null || value === "" || value === NOT_SEEN) return false;
    if (one.any?.length) return one.any.includes(value);
    const number = numberOf(value);
    return number !== null && between(number, one);
  }

  /** @param {Axis} axis @returns {number[]} */
  range(axis) {
    let last = axis.source ? numberOf(this.values[axis.source]) : null;
    const { height } = this;
    if (last === null && axis.metres_each && height) last = evenly(height / axis.metres_each);
    const whole = last === null ? axis.usual : Math.trunc(last);
    const end = Math.max(axis.first, Math.min(axis.most, whole));
    return Array.from({ length: end - axis.first + 1 }, (_, at) => axis.first + at);
  }

  // The key of another entry's answer as seen from a row: its own row as far as it repeats.
  /** @param {string} code @param {string} row */
  reach(code, row) {
    const axes = this.axes(this.entry(code)).length;
    return keyOf(code, row && axes ? row.split("/").slice(0, axes).join("/") : "");
  }

  /** @param {SheetEntry} entry @param {string} row @returns {string | null} */
  computed(entry, row) {
    const deep = this.axes(entry).length;
    const numbers = entry.compute.of.flatMap((/** @type {string} */ code) => {
      if (this.axes(this.entry(code)).length > deep) {
        const start = row ? `${code}[${row}/` : `${code}[`;
        return Object.keys(this.values)
          .filter((key) => key.startsWith(start) && numberOf(this.values[key]) !== null)
          .sort((a, b) => inOrder(splitKey(a)[1], splitKey(b)[1]))
          .map((key) => numberOf(this.values[key]));
      }
      return [numberOf(this.value(this.reach(code, row)))];
    });
    const least = entry.compute.kind === "spread" ? 2 : 1;
    if (numbers.length < least || numbers.includes(null)) return null;
    const made = KINDS[entry.compute.kind]?.(numbers) ?? null;
    return made === null || !Number.isFinite(made) ? null : String(Number(made.toFixed(6)));
  }
}

// What is asked now, with what limits and computed values follow from the answers.
/** @type {(sheet: Sheet, mast: About, values: Record<string, any>) => {entry: SheetEntry, key: string, row: string, rests: number | null, computed: string | null, found: number | null}[]} */
export function formOf(sheet, mast, values) {
  const answers = new Answers(sheet, mast, values);
  const found = answers.foundHeight;
  return answers.asked().map(({ entry, key, row }) => ({
    entry,
    key,
    row,
    rests: answers.of(entry, row),
    computed: entry.compute ? answers.value(key) : null,
    found,
  }));
}

// Whether an entry is asked of a mast; where its form or support is not known it is.
/** @type {(entry: SheetEntry, mast: About) => boolean} */
export function suits(entry, mast) {
  if (!mast) return true;
  if (entry.forms?.length && mast.form && !entry.forms.includes(mast.form)) return false;
  return !(entry.support && mast.support && entry.support !== mast.support);
}

/** @type {(value: unknown) => number | null} */
function numberOf(value) {
  if (value === null || value === undefined || typeof value === "boolean") return null;
  return readNumber(value);
}

/** @type {(number: number, one: Condition) => boolean} */
function between(number, { least, most }) {
  return (
    (least === null || least === undefined || number >= least) &&
    (most === null || most === undefined || number <= most)
  );
}

// A half goes to the even side, as the desk rounds.
/** @type {(value: number) => number} */
function evenly(value) {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 ? down + 1 : down;
}

/** @type {(numbers: number[]) => number} */
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
/** @type {(numbers: number[]) => number} */
const mean = (numbers) => sum(numbers) / numbers.length;
/** @type {Record<string, (numbers: number[]) => number | null>} */
const KINDS = {
  hypot: (numbers) => Math.hypot(...numbers),
  sum,
  mean,
  least: (numbers) => Math.min(...numbers),
  greatest: (numbers) => Math.max(...numbers),
  spread: (numbers) => {
    const middle = mean(numbers);
    return middle <= 0 ? null : ((Math.max(...numbers) - Math.min(...numbers)) / middle) * 100;
  },
};
