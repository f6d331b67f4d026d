// What the phone keeps: one database. A write counts as done when it is on the disk (strict durability), and
// nothing here takes away what the server has not verified.
const NAME = "bts-field";
const VERSION = 4;

// items: id · proofs: what is left of an item long verified (see archive.js) · photos: sha256 (what is known of
// one) · blobs: sha256 (its bytes) · drafts: what is typed and not recorded yet · visits: inspection id, with the
// number of its items in each state · packs: person and campaign · checklists: code and version · tiles: a background's
// parts (see tiles.js) · meta: the rest.
// `queue` is the order of sending: whatever failed less often, then whatever is older; of photos, whatever is smaller.
/** @type {Record<string, {keyPath: string, indexes: Record<string, string | string[]>}>} */
const STORES = {
  items: {
    keyPath: "id",
    indexes: {
      state: ["by", "state"],
      queue: ["by", "state", "tries", "item.seq", "id"],
      inspection: "inspection",
      structure: "structure",
      photo: "item.photos",
    },
  },
  proofs: { keyPath: "id", indexes: { inspection: "inspection" } },
  photos: {
    keyPath: "sha256",
    indexes: {
      state: ["by", "state"],
      queue: ["by", "state", "tries", "at", "sha256"], // of apps before, which may still be open in another tab
      smallest: ["by", "state", "tries", "bytes", "sha256"],
      inspection: "inspection",
    },
  },
  blobs: { keyPath: "sha256", indexes: {} },
  drafts: { keyPath: "key", indexes: { inspection: "inspection" } },
  visits: { keyPath: "inspection", indexes: { structure: "structure" } },
  packs: { keyPath: "key", indexes: {} },
  checklists: { keyPath: "key", indexes: {} },
  tiles: { keyPath: "key", indexes: {} },
  meta: { keyPath: "key", indexes: {} },
};
export const EVERYTHING = Object.keys(STORES);
/** @type {Record<string, string>} */
const QUEUES = { items: "queue", photos: "smallest" };
const MANY = new Set(["photo"]); // an item is found by each of its photos

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

// `code` is FIELD-PHONE-FULL (no room) or FIELD-PHONE-STORE (the browser did not write).
export class StoreError extends Error {
  /** @param {string} code
   *  @param {any} [cause] */
  constructor(code, cause) {
    super(`${code} ${cause?.name ?? ""} ${cause?.message ?? ""}`.trim());
    this.code = code;
    this.cause = cause;
  }
}

/** @type {(error: any) => StoreError} */
function coded(error) {
  if (error instanceof StoreError) return error;
  return new StoreError(
    error?.name === "QuotaExceededError" ? "FIELD-PHONE-FULL" : "FIELD-PHONE-STORE",
    error,
  );
}

/** @type {(version: number | null) => Promise<IDBDatabase>} */
function connect(version) {
  return new Promise((resolve, reject) => {
    const asked = version ? indexedDB.open(NAME, version) : indexedDB.open(NAME);
    asked.onupgradeneeded = () => {
      for (const [name, { keyPath, indexes }] of Object.entries(STORES)) {
        // only ever adds
        const store = asked.result.objectStoreNames.contains(name)
          ? /** @type {IDBTransaction} */ (asked.transaction).objectStore(name)
          : asked.result.createObjectStore(name, { keyPath });
        for (const [index, path] of Object.entries(indexes))
          if (!store.indexNames.contains(index))
            store.createIndex(index, path, { multiEntry: MANY.has(index) });
      }
    };
    asked.onsuccess = () => {
      const db = asked.result;
      const forget = () => {
        opened = null;
      };
      db.onversionchange = () => {
        forget();
        db.close();
      }; // a newer app in another tab must not wait for this one
      db.onclose = forget;
      resolve(db);
    };
    asked.onerror = () => reject(asked.error);
  });
}

function open() {
  opened ??= connect(VERSION)
    .catch((error) => {
      if (error?.name === "VersionError") return connect(null);
      throw error;
    }) // a newer app was here
    .catch((error) => {
      opened = null;
      throw coded(error);
    });
  return opened;
}

/** @type {<T>(request: IDBRequest<T>) => Promise<T>} */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @type {(stores: string[], mode: IDBTransactionMode) => Promise<IDBTransaction>} */
async function begin(stores, mode) {
  for (let again = true; ; again = false) {
    const db = await open();
    try {
      return db.transaction(stores, mode, { durability: "strict" });
    } catch (error) {
      if (!again) throw coded(error);
      opened = null; // the browser closed the database meanwhile
    }
  }
}

/** @type {<T>(stores: string[], mode: IDBTransactionMode, work: (store: Stores) => Promise<T>) => Promise<T>} */
async function run(stores, mode, work) {
  const transaction = await begin(stores, mode);
  return new Promise((resolve, reject) => {
    /** @type {any} */
    let result;
    /** @type {unknown} */
    let failure = null;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(coded(failure ?? transaction.error));
    /** @type {Stores} */
    const store = (name) => transaction.objectStore(name);
    work(store).then(
      (value) => {
        result = value;
      },
      (error) => {
        failure = error;
        try {
          transaction.abort();
        } catch {
          /* it has ended by itself */
        }
      },
    );
  });
}

// `work(store)` gets its object stores by name and may await only their requests (`ask`).
/** @type {<T>(stores: string[], work: (store: Stores) => Promise<T>) => Promise<T>} */
export const write = (stores, work) => run(stores, "readwrite", work);
/** @type {<T>(stores: string[], work: (store: Stores) => Promise<T>) => Promise<T>} */
export const read = (stores, work) => run(stores, "readonly", work);

/** @type {(name: string, key: IDBValidKey) => Promise<any>} */
export const get = (name, key) => read([name], (store) => ask(store(name).get(key)));
/** @type {(name: string, value: object) => Promise<IDBValidKey>} */
export const put = (name, value) => write([name], (store) => ask(store(name).put(value)));
/** @type {(name: string, key: IDBValidKey) => Promise<undefined>} */
export const remove = (name, key) => write([name], (store) => ask(store(name).delete(key)));
/** @type {(name: string, index?: string, key?: IDBValidKey) => Promise<any[]>} */
export const all = (name, index, key) =>
  read([name], (store) => ask(index ? store(name).index(index).getAll(key) : store(name).getAll(key)));
/** @type {(name: string, index?: string, key?: IDBValidKey) => Promise<number>} */
export const count = (name, index, key) =>
  read([name], (store) => ask(index ? store(name).index(index).count(key) : store(name).count(key)));

// ---- queues of items and photos ------------------------------------------------------------------------------
/** @typedef {{after?: IDBValidKey[] | null, tries?: number}} Stretch */

// All of a person in a state, from `after` (the place of one that was read) on; `tries`: only what failed so often.
/** @type {(by: string, state: string, options?: Stretch) => IDBKeyRange} */
function stretch(by, state, { after = null, tries = 0 } = {}) {
  return IDBKeyRange.bound(after ?? [by, state, tries], [by, state, []], after !== null);
}

// At most `most` rows of a queue in the order of sending, never the whole of it.
/** @type {(name: string, by: string, state: string, most?: number, options?: Stretch) => Promise<any[]>} */
export const queued = (name, by, state, most, options = {}) =>
  read([name], (store) =>
    ask(
      store(name)
        .index(QUEUES[name])
        .getAll(stretch(by, state, options), most),
    ),
  );
/** @type {(name: string, by: string, state: string, options?: Stretch) => Promise<number>} */
export const waits = (name, by, state, options = {}) =>
  read([name], (store) =>
    ask(
      store(name)
        .index(QUEUES[name])
        .count(stretch(by, state, options)),
    ),
  );
/** @type {(row: any) => IDBValidKey[]} */
export const placeInQueue = (row) =>
  row.item
    ? [row.by, row.state, row.tries, row.item.seq, row.id]
    : [row.by, row.state, row.tries, row.bytes, row.sha256];

/** @type {(key: string, otherwise?: any) => Promise<any>} */
export async function meta(key, otherwise = null) {
  return (await get("meta", key))?.value ?? otherwise;
}

/** @type {(key: string, value: unknown) => Promise<IDBValidKey>} */
export const setMeta = (key, value) => put("meta", { key, value });

// The name of this phone, made once.
export async function device() {
  const known = await meta("device");
  if (known) return known; // also on a phone that is full
  return write(["meta"], async (store) => {
    const held = await ask(store("meta").get("device"));
    if (held) return held.value;
    const value = crypto.randomUUID();
    await ask(store("meta").put({ key: "device", value }));
    return value;
  });
}

// Whether the browser promised to keep the data; asked for where it has not yet.
export async function keepForGood() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

export async function room() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return { usage, quota };
}
