// A field for files in the page's own language: the browser writes "Choose file" in its own. The browser's field stays
// where it is, over our words and unseen: it is what is pressed, dropped on, reached by Tab, checked and read aloud.
const words = document.getElementById("file-words")?.dataset;

/** @type {(field: HTMLInputElement) => void} */
function dress(field) {
  if (!words?.pick || field.closest(".drop, .file-field")) return; // a place to drop files on has words of its own
  const box = document.createElement("span");
  box.className = "file-field";
  const pick = document.createElement("span");
  pick.className = "file-pick";
  pick.textContent = field.multiple ? words.pickMany : words.pick;
  pick.setAttribute("aria-hidden", "true"); // the field's own label says it
  const told = document.createElement("span");
  told.className = "file-told";
  told.id = `file-told-${crypto.randomUUID?.() ?? Math.random()}`;
  field.before(box);
  box.append(field, pick, told);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${told.id}`.trim());
  const show = () => {
    const names = [...field.files].map((file) => file.name);
    told.textContent = names.length ? words.chosen.replace("{names}", names.join(", ")) : words.none;
    box.classList.toggle("has-file", names.length > 0);
  };
  field.addEventListener("change", show);
  field.addEventListener("left-out", show); // a script of the page took some of them away again
  field.form?.addEventListener("reset", () => setTimeout(show));
  show();
}

/** @type {(root: ParentNode) => void} */
function dressAll(root) {
  for (const field of root.querySelectorAll("input[type=file]"))
    dress(/** @type {HTMLInputElement} */ (field));
}

dressAll(document);
// parts of a page that come later
new MutationObserver((changes) => {
  for (const change of changes)
    for (const node of change.addedNodes)
      if (node instanceof Element && !node.closest(".file-field")) dressAll(node.parentElement ?? document);
}).observe(document.body, { childList: true, subtree: true });
