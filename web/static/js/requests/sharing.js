// Sharing requests of a row: the address of a form filled in from it, and what was asked and answered about it.
import { el } from "../map/parts.js";

// A mast whose code is not told is named by the handle that the server gave it.
export function shareAddress(address, at, host) {
  if (!address) return "";
  return address
    .replace("ROW", String(at))
    .replace("MAST", encodeURIComponent(host.code ?? ""))
    .replace("HOST", host.code === null ? encodeURIComponent(host.handle) : "");
}

// The way to the owner of the mast that a row says it shares: what was asked already, else the form to ask by.
// Nobody is asked for what is its operator's own.
export function askOwnerLink(config, at) {
  const asked = config.askedHosts[at];
  if (asked) return { url: asked.url, text: asked.text };
  const url = config.ownHosts.includes(at)
    ? ""
    : shareAddress(config.urls.share, at, { code: null, handle: "row" });
  return url ? { url, text: config.texts.insteadShare } : null;
}

export function showSharing(config, asked) {
  const box = document.getElementById("row-sharing");
  box.hidden = !asked.length;
  box.replaceChildren();
  if (box.hidden) return;
  box.append(
    el("h2", {}, config.texts.sharingAsked),
    el(
      "ul",
      { class: "bodies-said" },
      ...asked.map(({ text, url, answer }) => el("li", { data: { answer } }, el("a", { href: url }, text))),
    ),
  );
}
