// A letter is drafted when it is asked for, with a map of every row: its link says so until the file is there.
function nameIn(answer, fallback) {
  const said = answer.headers.get("Content-Disposition") ?? "";
  const coded = said.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
  return coded ? decodeURIComponent(coded) : (said.match(/filename="?([^";]+)/i)?.[1] ?? fallback);
}

for (const link of document.querySelectorAll("a[data-drafting]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.hasAttribute("aria-busy")) return; // one click is enough
    const words = link.textContent;
    link.setAttribute("aria-busy", "true");
    link.textContent = link.dataset.drafting;
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(String(answer.status));
      const file = URL.createObjectURL(await answer.blob());
      const kept = document.createElement("a");
      Object.assign(kept, { href: file, download: nameIn(answer, words) });
      kept.click();
      setTimeout(() => URL.revokeObjectURL(file), 60_000);
    } catch {
      location.assign(link.href);
    } finally {
      // what went wrong is said by the address itself
      link.removeAttribute("aria-busy");
      link.textContent = words;
    }
  });
}

// A page that is worked out for seconds: its link says so until the page is there.
for (const link of document.querySelectorAll("a[data-working]")) {
  const words = link.textContent;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hasAttribute("aria-busy")) {
      event.preventDefault();
      return;
    }
    link.setAttribute("aria-busy", "true");
    link.textContent = link.dataset.working;
  });
  window.addEventListener("pageshow", () => {
    link.removeAttribute("aria-busy");
    link.textContent = words;
  }); // back again
}
