// A file that was chosen outlives a refusal: the browser shows no file on the page that says it, so what was chosen is kept
// beside (IndexedDB, this browser only) and put back; where it cannot be, the field says that it must be chosen again.
// It is gone with the next page that was not refused, with signing out, and after an hour in any case.
const MOST_BYTES = 64 * 1024 * 1024;
const OLDEST_MS = 3600 * 1000;
const TAB = "bts-tab";
const HELD = "bts-files-held"; // this tab may have something kept
const started = Date.now();

let tab = sessionStorage.getItem(TAB);
if (!tab) {
  tab = crypto.randomUUID?.() ?? String(Math.random());
  sessionStorage.setItem(TAB, tab);
}

/** @type {() => Promise<IDBDatabase>} */
const open = () =>
  new Promise((done, failed) => {
    const asked = indexedDB.open("bts-chosen-files", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

/** @type {(mode: IDBTransactionMode, deed: (store: IDBObjectStore) => IDBRequest | undefined) => Promise<any>} */
async function within(mode, deed) {
  const database = await open();
  try {
    return await new Promise((done, failed) => {
      const made = database.transaction("files", mode);
      const asked = deed(made.objectStore("files"));
      made.oncomplete = () => done(asked?.result);
      made.onabort = () => failed(made.error);
    });
  } finally {
    database.close();
  }
}

/** @type {(field: HTMLInputElement) => string} */
const keyOf = (field) => [tab, new URL(field.form.action, location.href).pathname, field.name].join(" ");

/** @type {(which: (one: any) => boolean) => Promise<void>} */
async function forget(which) {
  const every = await within("readonly", (store) => store.getAll());
  const over = every.filter((one) => which(one) || Date.now() - one.at > OLDEST_MS);
  if (over.length)
    await within("readwrite", (store) => {
      for (const one of over) store.delete(one.key);
      return undefined;
    });
}

/** @type {(field: HTMLInputElement, kept: boolean, names: string[]) => void} */
function tell(field, kept, names) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("file-words"));
  const note = /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
  const words = kept ? note.dataset.kept : note.dataset.lost;
  note.textContent = words.replace("{names}", names.map((name) => `“${name}”`).join(", "));
  note.id = `file-said-${field.name}`;
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim());
  (field.closest(".file-field") ?? field).after(note);
  field.addEventListener("change", () => note.remove(), { once: true });
}

/** @type {(field: HTMLInputElement, names: string[]) => Promise<boolean>} */
async function putBack(field, names) {
  try {
    const held = await within("readonly", (store) => store.get(keyOf(field)));
    const files = held?.files ?? [];
    if (files.map((one) => one.name).join("/") !== names.join("/")) return false;
    const chosen = new DataTransfer();
    for (const one of files) chosen.items.add(one);
    field.files = chosen.files;
    field.dispatchEvent(new Event("change", { bubbles: true })); // what a page does with a file that was chosen
    return field.files.length === names.length;
  } catch {
    return false;
  }
}

async function afterRefusal(lost) {
  let every = true;
  for (const [name, names] of Object.entries(lost)) {
    const fields = [...document.querySelectorAll(`input[type=file][name="${CSS.escape(name)}"]`)];
    const field = /** @type {HTMLInputElement | undefined} */ (
      fields.find((one) => new URL(one.form?.action ?? "", location.href).pathname === location.pathname) ??
        fields[0]
    );
    if (!field) {
      every = false;
      continue;
    }
    const kept = await putBack(field, names);
    tell(field, kept, names);
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    every &&= kept;
  }
  if (every) document.getElementById("refusal-files")?.remove();
}

/** @type {(which: (one: any) => boolean) => void} */
function clear(which) {
  sessionStorage.removeItem(HELD);
  forget(which).catch(() => {});
}

document.addEventListener("change", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.type !== "file" || field.form?.method !== "post") return;
  const files = [...field.files];
  const size = files.reduce((all, one) => all + one.size, 0);
  const key = keyOf(field);
  sessionStorage.setItem(HELD, "1");
  const kept =
    files.length && size <= MOST_BYTES
      ? within("readwrite", (store) => store.put({ key, tab, at: Date.now(), files }))
      : within("readwrite", (store) => store.delete(key));
  kept.catch(() => {}); // a browser that keeps nothing: the field says so after a refusal
});
document.addEventListener("submit", (event) => {
  if (/** @type {HTMLFormElement} */ (event.target).matches(".account")) clear(() => true);
});

const lost = document.body.dataset.lost;
if (lost) afterRefusal(JSON.parse(lost));
else if (sessionStorage.getItem(HELD) || document.querySelector("input[type=file]"))
  clear((one) => one.tab === tab && one.at < started);
