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

// The mast that a row says it shares: nobody is asked for what is its operator's own.
export function rowShareAddress(config, at) {
  return config.ownHosts.includes(at)
    ? ""
    : shareAddress(config.urls.share, at, { code: null, handle: "row" });
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
