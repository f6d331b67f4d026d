// The search box: a combobox over /search. Texts from the register are set as text, never as markup.
const input = document.getElementById("search-text");
const list = document.getElementById("hits");
const said = document.getElementById("search-said");

// `middle()` is [lon, lat] of the map: of streets of one name the nearer comes first.
export function startFinder(config, choose, middle) {
  let hits = [];
  let found = ""; // the text that the hits are of
  let active = -1;
  let timer = 0;
  let turn = 0;
  let going = false; // one has asked to go to the first hit

  const near = () =>
    middle()
      .map((degree) => degree.toFixed(4))
      .join(",");

  const shut = () => {
    turn += 1; // an answer on its way would open the list over what was chosen
    clearTimeout(timer);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };

  const pick = (k) => {
    const hit = hits[k];
    if (!hit) return;
    input.value = hit.label;
    shut();
    choose(hit);
  };

  const mark = (k) => {
    active = k;
    const items = [...list.querySelectorAll("[id^=hit-]")];
    for (const [j, item] of items.entries()) item.setAttribute("aria-selected", String(j === k));
    const item = items[k];
    if (item?.id) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }
  };

  const line = (hit, k) => {
    const item = document.createElement("li");
    item.id = `hit-${k}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const parts = [["label", hit.label]];
    if (hit.former) parts.push(["former", `(${config.texts.was}: ${hit.former})`]);
    const detail = hit.kind === "operator" ? config.texts.onlyThis : hit.detail;
    if (detail) parts.push(["detail", detail]);
    for (const [name, text] of parts) {
      const part = document.createElement("span");
      part.className = `hit-${name}`;
      part.textContent = text;
      item.append(part, " ");
    }
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => pick(k));
    return item;
  };

  // The hits under the words of their groups, as the server has put them in order.
  const grouped = () => {
    const groups = [];
    for (const [k, hit] of hits.entries()) {
      if (groups.at(-1)?.dataset.group !== hit.group) {
        const group = document.createElement("ul");
        group.dataset.group = hit.group;
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", config.texts.groups[hit.group]);
        group.dataset.title = config.texts.groups[hit.group];
        groups.push(group);
      }
      groups.at(-1).append(line(hit, k));
    }
    return groups;
  };

  // Whether the list shows what is written now; false where one wrote on, or left, before the answer came.
  const search = async () => {
    const text = input.value.trim();
    turn += 1;
    const mine = turn;
    if (!text) {
      shut();
      return false;
    }
    let answered = null;
    try {
      const answer = await fetch(
        `${config.urls.search}?${new URLSearchParams({ q: text, near: near(), lang: config.lang })}`,
      );
      if (answer.ok) answered = (await answer.json()).hits;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    if (mine !== turn) return false;
    hits = answered ?? [];
    found = text;
    list.replaceChildren(...grouped());
    if (!hits.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = answered ? config.texts.noHits : config.texts.failed;
      list.append(none);
    }
    said.textContent = hits.length ? `${hits.length} ${config.texts.hits}` : list.textContent;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
    return true;
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 140);
  });
  input.addEventListener("focus", () => {
    if (input.value.trim() && hits.length) {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }
  });
  input.addEventListener("blur", () => {
    if (!going) shut();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length) mark((active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
    } else if (event.key === "Escape") {
      if (!list.hidden) event.stopPropagation(); // the list alone: the card below it stays
      shut();
    }
  });
  document.getElementById("search").addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    // the list may still be that of a shorter text: its first hit is not what was asked for
    const fresh = !list.hidden && active >= 0 && found === input.value.trim();
    going = true;
    let there = fresh;
    try {
      there ||= await search();
    } finally {
      going = false;
    }
    if (there) pick(Math.max(0, active));
  });
}
