// Keeps the part of an address that only the browser knows when the language is switched.
const form = document.querySelector("form.language");
form?.addEventListener("submit", () => {
  form.elements.next.value = location.pathname + location.search + location.hash;
});

// Where the bar is wider than the window, the page one is on stands in view.
for (const here of document.querySelectorAll(".places [aria-current], .subplaces [aria-current]")) {
  const row = here.parentElement;
  const [at, from] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  if (row.scrollWidth > row.clientWidth) row.scrollLeft += at.left - from.left - (from.width - at.width) / 2;
}
