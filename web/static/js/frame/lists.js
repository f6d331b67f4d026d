// A long list changes in place: its search, choices, headings and pages are links and forms, and lead there without this
// script; with it the same address is fetched and only what differs on the page is changed. Focus and scroll stay, the
// address is written, back works. What cannot be changed in place (a map, a refusal, a sign-in that ended) is gone to.
const main = document.getElementById("content");
const SLOW_MS = 300;
const TYPING_MS = 400;
// a page whose own script has read its rows is loaded whole; these know no row
const KNOWN = /\/js\/frame\/(base|kept_files|file_fields|night|day_fields|keys|find|lists|print|forms)\.js$/;
const WHOLE = "tbody tr, li, article, form[method=post], script, svg, canvas"; // never mended inside: a tick or a word typed
// beside one row would come to stand beside another

let turn = 0;
/** @type {AbortController | null} */
let under = null;
let shown = location.pathname + location.search;
let timer = 0;
let goesBack = false;
let typing = false; // the last change came of typing: the words of one search are one step of going back

const mayStay = () =>
  [...document.querySelectorAll("script[src]")].every((one) =>
    KNOWN.test(new URL(/** @type {HTMLScriptElement} */ (one).src).pathname),
  ) && !main.querySelector("script, iframe");

// The tokens of forms are other ones at every look, and mean the same.
function bare(node) {
  const copy = node.cloneNode(true);
  if (copy.nodeType === Node.ELEMENT_NODE)
    for (const one of copy.querySelectorAll("input[name=csrf_token]")) one.removeAttribute("value");
  return copy;
}

function become(old, fresh) {
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && !(name === "open" && old.matches("details"))) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes])
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

// What stands in a field is what was asked for; one that is being typed in is left alone, going back fills it as well.
function fill(old, fresh) {
  if (old === document.activeElement && !goesBack) return;
  if (old.matches("input[type=checkbox], input[type=radio]")) old.checked = fresh.hasAttribute("checked");
  else if (old.matches("input")) old.value = fresh.getAttribute("value") ?? "";
  else if (old.matches("select"))
    old.value = (fresh.querySelector("option[selected]") ?? fresh.querySelector("option"))?.value ?? "";
}

function mend(old, fresh) {
  const [olds, news] = [[...old.childNodes], [...fresh.childNodes]];
  for (const [at, node] of news.entries()) {
    const there = olds[at];
    if (!there) {
      old.append(document.importNode(node, true));
      continue;
    }
    const alike = there.nodeName === node.nodeName && (there.id ?? "") === (node.id ?? "");
    if (bare(there).isEqualNode(bare(node))) {
      if (node.nodeType === Node.ELEMENT_NODE && alike) fields(there, node);
    } else if (!alike || node.nodeType !== Node.ELEMENT_NODE || node.matches(WHOLE))
      there.replaceWith(document.importNode(node, true));
    else {
      become(there, node);
      mend(there, node);
      if (node.matches("input, select")) fill(there, node);
    }
  }
  for (const left of olds.slice(news.length)) left.remove();
}

// Equal to the letter, a field may hold another choice than the page says.
function fields(old, fresh) {
  if (old.closest("form[method=post]") || old.matches(WHOLE)) return;
  if (old.matches("input, select")) fill(old, fresh);
  const [mine, theirs] = [old, fresh].map((one) => [...one.querySelectorAll("input, select")]);
  for (const [at, field] of mine.entries())
    if (!field.closest("form[method=post], tbody tr, li")) fill(field, theirs[at]);
}

// A link that was put in place anew is found by its words, so that the keyboard stays with it.
function focusAgain(was) {
  if (!was || was === document.body || was.isConnected) return;
  const alike = [...main.querySelectorAll(was.nodeName)].find(
    (one) => one.textContent.trim() === was.textContent.trim() && one.className === was.className,
  );
  /** @type {HTMLElement | undefined} */ (alike)?.focus({ preventScroll: true });
}

/** @param {string} url @param {{ write?: "push" | "replace" | "", top?: boolean }} how */
async function load(url, how = {}) {
  turn += 1;
  const mine = turn;
  typing = false;
  under?.abort();
  under = new AbortController();
  clearTimeout(timer);
  main.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => document.body.classList.add("list-waits"), SLOW_MS);
  let page = null;
  try {
    const answer = await fetch(url, { signal: under.signal, headers: { Accept: "text/html" } });
    const there = new URL(answer.url || url, location.href);
    const kept = answer.ok && there.pathname === location.pathname;
    if (kept && (answer.headers.get("Content-Type") ?? "").startsWith("text/html"))
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch (error) {
    if (!(error instanceof TypeError || error.name === "AbortError")) throw error;
  } finally {
    clearTimeout(slow);
  }
  if (mine !== turn) return; // the newest answer wins
  main.removeAttribute("aria-busy");
  document.body.classList.remove("list-waits");
  const fresh = page?.getElementById("content");
  if (!fresh || fresh.querySelector("script, iframe")) {
    location.assign(url); // the page itself says what is wrong, or asks to sign in
    return;
  }
  const was = document.activeElement;
  goesBack = !how.write;
  mend(main, fresh);
  focusAgain(was);
  document.title = page.title;
  document.body.dataset.page = page.body.dataset.page;
  if (how.write === "push") history.pushState({ list: true }, "", url);
  if (how.write === "replace") history.replaceState({ list: true }, "", url);
  shown = location.pathname + location.search;
  if (how.top) (main.querySelector(".list-line") ?? main).scrollIntoView({ block: "start" });
  document.dispatchEvent(new CustomEvent("list-changed"));
}

const addressOf = (form, submitter) => {
  const url = new URL(form.action, location.href);
  const asked = new FormData(form, submitter);
  url.search = new URLSearchParams(/** @type {[string, string][]} */ ([...asked])).toString();
  return url;
};
/** @returns {HTMLFormElement | null} */
const listForm = (part) => {
  const form = part?.closest?.("form");
  const own = form && (form.getAttribute("method") ?? "get").toLowerCase() === "get" && main.contains(form);
  return own && new URL(form.action, location.href).pathname === location.pathname ? form : null;
};

// On a phone the choices beside a search are folded (css/base.css): a page that was opened stays so while it changes.
function choices() {
  const open = "choices" in document.body.dataset;
  for (const button of main.querySelectorAll(".unfold")) button.setAttribute("aria-expanded", String(open));
}

function start() {
  document.addEventListener("list-changed", choices);
  document.addEventListener("click", (event) => {
    if (!(/** @type {Element} */ (event.target).closest(".unfold"))) return;
    document.body.toggleAttribute("data-choices");
    choices();
  });
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[href]");
    if (!(link instanceof HTMLAnchorElement) || !main.contains(link) || event.defaultPrevented) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    const file = link.hasAttribute("download") || link.target || url.searchParams.get("file");
    if (file || url.origin !== location.origin || url.pathname !== location.pathname || url.hash) return;
    if (!mayStay()) return;
    event.preventDefault();
    load(url.href, { write: "push", top: link.closest("nav.pages") !== null });
  });
  document.addEventListener("submit", (event) => {
    const form = listForm(event.target);
    if (!form || event.defaultPrevented || !mayStay()) return;
    event.preventDefault();
    load(addressOf(form, event.submitter).href, { write: "push" });
  });
  document.addEventListener("change", (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    const form = listForm(field);
    if (!form?.matches(".list-tools, [role=search]") || !mayStay()) return;
    if (field.matches("select, input[type=checkbox], input[type=radio]"))
      load(addressOf(form, null).href, { write: "push" });
  });
  document.addEventListener("input", (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    const form = field.matches("input[type=search]") ? listForm(field) : null;
    if (!form?.matches(".list-tools, [role=search]") || !mayStay()) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const url = addressOf(form, null);
      if (url.pathname + url.search === shown) return;
      const write = typing ? "replace" : "push";
      load(url.href, { write });
      typing = true;
    }, TYPING_MS);
  });
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) load(location.href);
  });
}

if (main) start();
