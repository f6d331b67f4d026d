// A form in which much is typed: leaving it by a link with something changed and not sent is asked about.
const form = document.querySelector("form[data-typed]");

/** @type {(form: HTMLFormElement) => string} */
function written(form) {
  const parts = [...new FormData(form)].map(([name, value]) =>
    value instanceof File ? `${name}=${value.name}` : `${name}=${value}`,
  );
  return parts.join("\n");
}

if (form instanceof HTMLFormElement) {
  const before = form.dataset.typed === "unsaved" ? "" : written(form); // a page that refused keeps nothing yet
  let sent = false;
  form.addEventListener("submit", () => {
    sent = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!sent && written(form) !== before) event.preventDefault();
  });
}
