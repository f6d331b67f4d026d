// The page of a shift renews itself while it is looked at; who is on a link stays there,
// what was opened stays open, a lost line leaves it as it is.
const part = () => document.getElementById("shift");
setInterval(async () => {
  if (document.hidden) return;
  const html = await fetch(location.href)
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
    .catch(() => "");
  const fresh = html && new DOMParser().parseFromString(html, "text/html").getElementById("shift");
  if (!fresh) return;
  const at = document.activeElement?.getAttribute("href");
  for (const { id } of part().querySelectorAll("details[open]")) {
    const same = fresh.querySelector(`#${CSS.escape(id)}`);
    if (same) same.open = true;
  }
  part().replaceWith(document.importNode(fresh, true));
  if (at)
    part()
      .querySelector(`a[href="${CSS.escape(at)}"]`)
      ?.focus({ preventScroll: true });
}, Number(part().dataset.renew) * 1000);
