// What a careful reader sees on a page as it stands. Loaded once into each page by test_every_page.py;
// every function returns a list of faults in words, empty where there is none.
window.looks = (() => {
  const seen = (one) =>
    one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false }) &&
    one.getClientRects().length > 0;
  const name = (one) =>
    `<${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ""}${typeof one.className === "string" && one.className.trim() ? `.${one.className.trim().split(/\s+/).join(".")}` : ""}> ${one.textContent.trim().replace(/\s+/g, " ").slice(0, 50)}`;
  const hiddenToEyes = (one) => !!one.closest(".visually-hidden, .skip");
  const inMap = (one) => !!one.closest(".leaflet-container");

  function frame() {
    const found = [];
    if (document.querySelectorAll("h1").length !== 1)
      found.push(`${document.querySelectorAll("h1").length} h1`);
    if (document.querySelectorAll("main").length !== 1) found.push("no main");
    if (!["vi", "en"].includes(document.documentElement.lang)) found.push("no lang");
    const skip = document.querySelector("a.skip");
    if (!skip || !document.querySelector(skip.getAttribute("href"))) found.push("no skip link to a place");
    for (const one of document.querySelectorAll("[tabindex]"))
      if (one.tabIndex > 0) found.push(`tabindex ${name(one)}`);
    return found;
  }

  // On a desk the bar is one line, and all that stands in it can be read: nothing takes room from its pages.
  function bar() {
    const found = [],
      whole = document.querySelector("header.bar");
    if (whole && whole.clientHeight > 60) found.push(`the bar is ${whole.clientHeight} px high`);
    for (const one of document.querySelectorAll(".places, .subplaces, .notice > *"))
      if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
        found.push(`cut: ${name(one)}`);
    const ends = [...document.querySelectorAll("header.bar > *")].filter(seen);
    for (const [before, after] of ends.slice(1).map((one, at) => [ends[at], one]))
      if (before.getBoundingClientRect().right > after.getBoundingClientRect().left + 1)
        found.push(`${name(before)} lies over ${name(after)}`);
    return found;
  }

  // A day or a number goes over two lines nowhere: read in passing it would be another one.
  const WHOLE = /\d{1,2}\/\d{1,2}\/\d{4}|\d{1,2}:\d{2}|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+/g;
  function broken() {
    const found = [],
      walker = document.createTreeWalker(
        document.querySelector("main") || document.body,
        NodeFilter.SHOW_TEXT,
      ),
      range = document.createRange();
    for (let node = walker.nextNode(); node && found.length < 5; node = walker.nextNode()) {
      const one = node.parentElement;
      if (one.closest("script, style, template, code, pre, .sheet") || inMap(one) || !seen(one)) continue;
      for (const match of node.data.matchAll(WHOLE)) {
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const tops = [...range.getClientRects()].map((rect) => Math.round(rect.top));
        if (Math.max(...tops) - Math.min(...tops) > 4) found.push(`broken: ${match[0]} in ${name(one)}`);
      }
    }
    return found;
  }

  function wide() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const edge = root.clientWidth + 1;
    const out = [...document.body.querySelectorAll("*")].filter(
      (one) => seen(one) && !hiddenToEyes(one) && one.getBoundingClientRect().right > edge && !clipped(one),
    );
    return [`${root.scrollWidth - root.clientWidth} px too wide: ${out.slice(0, 3).map(name).join(" | ")}`];
  }

  function clipped(one) {
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return true;
    }
    return false;
  }

  // Things that can be used or read as data: remembered at one width, asked for again at another.
  let remembered = [];
  const things = () =>
    [
      ...document.querySelectorAll(
        "main a[href], main button, main input, main select, main textarea, main summary, main td, main dd",
      ),
    ].filter((one) => !inMap(one) && one.type !== "hidden");
  function remember() {
    remembered = things().filter(seen);
    return [];
  }
  const folded = (one) => {
    // in a panel that a button on the page opens, or a choice beside a search that one unfolds
    const unfold = one.closest("form[role=search]")?.querySelector(":scope > .unfold");
    if (unfold && seen(unfold)) return true;
    for (let up = one; up; up = up.parentElement) {
      const opener = up.id && document.querySelector(`[aria-controls="${up.id}"]`);
      if (opener && seen(opener)) return true;
    }
    return false;
  };
  const empty = (one) => one.matches("td, dd") && /^(|.*[:\s])?(0|–)$/s.test(one.textContent.trim()); // a card leaves out what is nothing
  const sorted = (one) => {
    // a head of a list of cards: the list's own field sorts alike
    if (!one.matches("thead a.sort")) return false;
    const wanted = new URL(one.href).searchParams.get("sort") ?? "";
    return [...document.querySelectorAll("select[name=sort]")].some(
      (field) =>
        (seen(field) || folded(field)) && [...field.options].some((option) => option.value === wanted),
    );
  };
  function lost() {
    return remembered
      .filter(
        (one) =>
          one.isConnected &&
          !seen(one) &&
          !folded(one) &&
          !empty(one) &&
          !sorted(one) &&
          (one.textContent.trim() || one.matches("input, select, textarea")),
      )
      .slice(0, 5)
      .map((one) => `lost: ${name(one)}`);
  }

  function maps() {
    const map = [...document.querySelectorAll(".leaflet-container, .maplibregl-map")].find(seen);
    if (!map) return [];
    const said =
      [...document.querySelectorAll("main table")].some((one) => one.querySelector("tbody tr")) ||
      document.querySelector("#show-list, a[href^='/map/list']") || // the same things as a table
      document.querySelector("#now-lists li, #now-lists .now-none") || // what the province's map shows, in lists
      document.querySelector("main [data-place-text]") || // what is chosen on the map is chosen by its name
      document.querySelector("main dl dd") || // of one thing: where it is, in words
      document.querySelector(
        "main [name=at], main [name=points], main #points, main [name=place], main [name=codes], main [name=commune]",
      ); // what is pressed on the map can be typed
    return [...(said ? [] : ["a map with nothing beside it for those who cannot use it"]), ...covered()];
  }

  // what lies on a map at its edges: its scale, where its ground is from, its buttons
  function covered() {
    const found = [];
    for (const map of document.querySelectorAll(".leaflet-container")) {
      const parts = [...map.querySelectorAll(".leaflet-control")].filter(seen);
      parts.forEach((one, at) => {
        const a = one.getBoundingClientRect();
        for (const other of parts.slice(at + 1)) {
          const b = other.getBoundingClientRect();
          const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          if (wide > 1 && high > 1) found.push(`on a map ${one.className} lies on ${other.className}`);
        }
      });
    }
    return found;
  }

  function focus() {
    const found = [],
      kinds = new Set();
    for (const one of document.querySelectorAll(
      "a[href], button, input, select, textarea, summary, [tabindex='0']",
    )) {
      const kind = `${one.tagName} ${one.className} ${one.type || ""} ${one.closest(".bar, .subplaces, main, footer")?.className}`;
      if (kinds.has(kind) || !seen(one) || one.disabled || one.tabIndex < 0 || kinds.size > 60) continue;
      kinds.add(kind);
      const row = one.closest("tr") || one; // a row of which one thing is reached shows it whole
      const look = () => {
        const s = getComputedStyle(one);
        return [
          getComputedStyle(row).outlineStyle,
          s.outlineStyle,
          s.outlineWidth,
          s.outlineColor,
          s.boxShadow,
          s.borderColor,
        ].join();
      };
      document.activeElement?.blur();
      const before = look();
      one.focus({ focusVisible: true, preventScroll: true });
      if (document.activeElement !== one) continue;
      const label =
        one.matches("input[type=file], input[type=radio], input[type=checkbox]") && one.labels?.[0];
      if (look() === before && !(label && getComputedStyle(label).outlineStyle !== "none"))
        found.push(`focus not seen: ${name(one)}`);
    }
    document.activeElement?.blur();
    return found;
  }

  function printed() {
    const found = [];
    const controls =
      ".bar nav, .bar form, .subplaces, .places, .guide-link, .skip, button, input[type=submit], .leaflet-control-zoom, .leaflet-control-layers, .leaflet-draw, .leaflet-bar, .button";
    const left = [...document.querySelectorAll(controls)].filter((one) => seen(one));
    found.push(...left.slice(0, 4).map((one) => `on paper: ${name(one)}`));
    found.push(...wide().map((one) => `paper ${one}`));
    for (const one of document.querySelectorAll("tfoot"))
      if (getComputedStyle(one).display === "table-footer-group")
        found.push(`a sum under every sheet: ${name(one)}`);
    for (const one of document.querySelectorAll("main, main *")) {
      if (
        !seen(one) ||
        inMap(one) ||
        one.matches("input, select, textarea, svg, svg *, canvas, img") ||
        hiddenToEyes(one) ||
        one.closest("[aria-hidden=true]")
      )
        continue;
      const style = getComputedStyle(one);
      const cut = (way, far, near) =>
        style[way] !== "visible" && style.display !== "inline" && far > near + 2;
      if (cut("overflowX", one.scrollWidth, one.clientWidth) && style.textOverflow !== "ellipsis")
        found.push(`cut to the right: ${name(one)}`);
      if (cut("overflowY", one.scrollHeight, one.clientHeight) && one.clientHeight > 1)
        found.push(`cut below: ${name(one)}`);
    }
    return found.slice(0, 6);
  }

  const VIETNAMESE = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i;
  // Texts of the interface with Vietnamese letters, outside what is marked as Vietnamese.
  function vietnamese() {
    const texts = [document.title];
    const foreign = (one) => one.closest("[lang]")?.lang === "vi";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const one = node.parentElement;
      if (one.closest("script, style, noscript") || foreign(one)) continue;
      texts.push(node.data);
    }
    for (const one of document.body.querySelectorAll(
      "[title], [placeholder], [aria-label], [alt], [data-label], input[type=submit]",
    )) {
      if (foreign(one)) continue;
      for (const attribute of ["title", "placeholder", "aria-label", "alt", "data-label"])
        texts.push(one.getAttribute(attribute) || "");
    }
    return [
      ...new Set(
        texts.map((text) => text.trim().replace(/\s+/g, " ")).filter((text) => VIETNAMESE.test(text)),
      ),
    ];
  }

  return { bar, broken, frame, wide, remember, lost, maps, focus, printed, vietnamese };
})();
