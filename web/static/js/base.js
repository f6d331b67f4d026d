// Keeps the part of an address that only the browser knows when the language is switched.
const form = document.querySelector("form.language");
form?.addEventListener("submit", () => {
  form.elements.next.value = location.pathname + location.search + location.hash;
});
