// The views that one keeps: saved, opened and changed in the tool's card; the list itself is the server's (/map/views).
import { nightOf } from "../../frame/night.js";

/** @type {import("./desk_tools.js").Tool} */
export const VIEWS_TOOL = {
  id: "views",
  quiet: true, // clicks on the map stay the map's
  start(map, config, desk) {
    const { card } = desk;
    const night = nightOf();
    const part = (name) => card.querySelector(`[data-views-part=${name}]`);
    let ended = false;
    card.classList.add("wide");

    const refuse = (text) => {
      const note = part("refused") ?? card;
      note.textContent = text;
      note.hidden = false;
    };
    const here = () => {
      const address = desk.address();
      if (part("link")) part("link").value = `${location.origin}${location.pathname}${address}`;
      const form = card.querySelector("[name=address]");
      if (!form) return;
      form.value = address;
      card.querySelector("[name=night]").value = night.now() ? "1" : "0";
    };
    // Asks the server and shows what it answers: the list anew, or above the one that stands why not.
    const ask = async (url, options = {}) => {
      let text = null;
      let refused = config.texts.failed;
      try {
        const answer = await fetch(url, { ...options, headers: { Accept: "text/html", "X-Part": "1" } });
        const got = await answer.text();
        if (answer.ok) text = got;
        else
          refused =
            new DOMParser().parseFromString(got, "text/html").querySelector("h1")?.textContent ?? refused;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // fetch says "no connection" by a TypeError
      }
      if (ended) return;
      if (text === null) {
        refuse(refused);
        return;
      }
      card.innerHTML = text; // made by our own templates, every value escaped
      part("here").hidden = false;
      here();
    };

    const submitted = (event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.target);
      here();
      ask(form.action, { method: "POST", body: new FormData(form) });
    };
    const clicked = async (event) => {
      const link = event.target.closest("[data-view]");
      if (link) night.choose(link.dataset.night === "1"); // the address itself is followed as any link
      if (!event.target.closest("[data-views-part=copy]")) return;
      part("link").select();
      // there is no clipboard on an address that is not encrypted: then the marked text is copied by hand
      const copied = await navigator.clipboard?.writeText(part("link").value).then(
        () => true,
        () => false,
      );
      if (copied && part("copy")) part("copy").textContent = config.texts.copied;
    };
    card.addEventListener("submit", submitted);
    card.addEventListener("click", clicked);
    map.on("moveend", here);
    ask(config.urls.views);
    return () => {
      ended = true;
      card.removeEventListener("submit", submitted);
      card.removeEventListener("click", clicked);
      map.off("moveend", here);
      card.classList.remove("wide");
    };
  },
};
