// The search over everything: Ctrl+K (or the button of the bar) lays its box over any page. Texts from the register are
// set as text, never as markup. What was opened before is kept as addresses only; what stands there, the server says, to
// whom it may.
const box = /** @type {HTMLDialogElement | null} */ (document.getElementById("find"));
const KEY = "bts-opened";
const KEPT = 16;
const WAIT_MS = 120;

const remembered = (who) => {
  try {
    const held = JSON.parse(localStorage.getItem(KEY));
    return held?.who === who && Array.isArray(held.at) ? held.at : [];
  } catch {
    return [];
  }
};

// The address of what is looked at now; on the map, of the mast that is chosen there.
function present() {
  const mast = new URLSearchParams(location.hash.slice(1)).get("mast");
  if (location.pathname === "/") return mast ? `/#mast=${encodeURIComponent(mast)}` : "";
  return location.pathname + location.search;
}

function remember(who) {
  const here = present();
  if (!here || location.pathname.startsWith("/find")) return;
  try {
    const at = [here, ...remembered(who).filter((one) => one !== here)].slice(0, KEPT);
    localStorage.setItem(KEY, JSON.stringify({ who, at }));
  } catch {
    // a browser that keeps nothing finds all the same
  }
}

function go(url, apart) {
  if (apart) {
    window.open(url, "_blank", "noopener");
    return;
  }
  const there = new URL(url, location.href);
  const same = there.pathname === location.pathname && there.search === location.search;
  location.assign(url);
  if (same && there.hash) location.reload(); // pages read their hash when they begin
}

function start(dialog) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById("find-text"));
  const list = document.getElementById("find-hits");
  const said = document.getElementById("find-said");
  const words = JSON.parse(dialog.dataset.words);
  const who = dialog.dataset.who;
  /** @type {{ url: string }[]} */
  let hits = [];
  let shown = null; // the text that the hits are of
  let active = -1;
  let timer = 0;
  let turn = 0;
  let opens = false; // Enter was pressed before the answer came
  let ended = false;

  function mark(k) {
    active = k;
    const options = [...list.querySelectorAll("[role=option]")];
    for (const [j, one] of options.entries()) one.setAttribute("aria-selected", String(j === k));
    if (options[k]) {
      input.setAttribute("aria-activedescendant", options[k].id);
      options[k].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function sign(kind) {
    const space = "http://www.w3.org/2000/svg";
    const drawn = document.createElementNS(space, "svg");
    drawn.setAttribute("class", "find-sign");
    drawn.setAttribute("viewBox", "0 0 20 20");
    drawn.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(space, "use");
    use.setAttribute("href", `${dialog.dataset.signs}#${kind}`);
    drawn.append(use);
    return drawn;
  }

  function option(hit, k, named) {
    const item = document.createElement("div");
    item.className = "find-hit";
    item.id = `find-hit-${k}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.className = "find-name";
    for (const [text, typed] of hit.name) {
      const part = document.createElement(typed ? "mark" : "span");
      part.textContent = text;
      name.append(part);
    }
    const text = document.createElement("span");
    text.append(name);
    const note = [named ? hit.word : "", hit.note].filter(Boolean).join(" · ");
    if (note) {
      const line = document.createElement("span");
      line.className = "find-note";
      line.textContent = note;
      text.append(" ", line);
    }
    item.append(sign(hit.kind), text);
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("pointermove", () => {
      if (active !== k) mark(k);
    });
    item.addEventListener("click", (event) => go(hit.url, event.ctrlKey || event.metaKey));
    return item;
  }

  function show(groups) {
    hits = groups.flatMap((group) => group.hits);
    let k = 0;
    const parts = [];
    for (const group of groups) {
      if (!group.hits.length) continue;
      const part = document.createElement("div");
      part.setAttribute("role", "group");
      const word = group.kind ? group.hits[0].word : words.recent;
      part.setAttribute("aria-label", group.more ? `${word} (${words.more})` : word);
      for (const hit of group.hits) {
        part.append(option(hit, k, !group.kind));
        k += 1;
      }
      parts.push(part);
    }
    list.replaceChildren(...parts);
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    list.scrollTop = 0;
    mark(hits.length ? 0 : -1);
  }

  async function search() {
    const text = input.value.trim();
    turn += 1;
    const mine = turn;
    const before = remembered(who).filter((one) => one !== present());
    const asked = text
      ? new URLSearchParams({ q: text })
      : new URLSearchParams(before.map((at) => ["at", at]));
    const slow = setTimeout(() => {
      if (mine === turn) said.textContent = words.waits;
    }, 400);
    let groups = null;
    let gone = false;
    try {
      const answer = await fetch(`${dialog.dataset.hits}?${asked}`, {
        headers: { Accept: "application/json" },
      });
      gone = answer.status === 401 || answer.status === 403;
      if (answer.ok && !answer.redirected) groups = (await answer.json()).groups;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    } finally {
      clearTimeout(slow);
    }
    if (mine !== turn || !dialog.open) return; // one has typed on: the newest answer wins
    shown = text;
    ended = gone;
    show(groups ?? []);
    if (gone) said.textContent = words.ended;
    else if (!groups) said.textContent = words.failed;
    else if (hits.length) said.textContent = text ? words.some.replace("{count}", String(hits.length)) : "";
    else said.textContent = text ? words.none : words.empty;
    if (opens && text === input.value.trim()) {
      opens = false; // typed on meanwhile, its own answer is still to come
      if (hits.length) go(hits[0].url, false);
    }
  }

  function open() {
    if (dialog.open) {
      input.select();
      return;
    }
    dialog.showModal(); // the browser gives the keyboard back to where it was
    input.focus();
    input.select();
    search();
  }

  input.addEventListener("input", () => {
    opens = false;
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : hits.length - 1;
      if (hits.length) mark((active + step) % hits.length);
    } else if (event.key === "Escape") {
      event.preventDefault(); // a field of search would only empty itself
      event.stopPropagation(); // nothing of the page below is closed with it
      dialog.close();
    } else if (event.key === "Enter") {
      const fresh = shown === input.value.trim();
      if (ended || (fresh && !hits.length)) return; // the page says it, or asks to sign in
      event.preventDefault();
      if (fresh && active >= 0) go(hits[active].url, event.ctrlKey || event.metaKey);
      else opens = true;
    }
  });
  dialog.addEventListener("close", () => {
    turn += 1;
    opens = false;
    clearTimeout(timer);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside the box
  });
  dialog.querySelector("[data-find-shut]").addEventListener("click", () => dialog.close());
  for (const link of document.querySelectorAll("[data-find-open]"))
    link.addEventListener("click", (event) => {
      const press = /** @type {MouseEvent} */ (event);
      if (press.ctrlKey || press.metaKey || press.shiftKey) return;
      event.preventDefault();
      open();
    });
  document.addEventListener("keydown", (event) => {
    if (
      event.key.toLowerCase() !== "k" ||
      !(event.ctrlKey || event.metaKey) ||
      event.altKey ||
      event.shiftKey
    )
      return;
    const other = document.querySelector("dialog[open]");
    if (other && other !== dialog) return;
    event.preventDefault();
    open();
  });
  document.querySelector("form.account")?.addEventListener("submit", () => localStorage.removeItem(KEY));
  remember(who);
  addEventListener("pagehide", () => remember(who));
}

if (box) start(box);
