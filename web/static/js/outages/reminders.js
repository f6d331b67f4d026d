// A reminder's text is copied at a press, to be pasted into a message.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!(button instanceof HTMLButtonElement) || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy ?? "")?.textContent?.trim() ?? "";
    await navigator.clipboard.writeText(text).then(
      () => button.classList.add("done"),
      () => getSelection()?.selectAllChildren(document.getElementById(button.dataset.copy ?? "") ?? button),
    );
  });
}
document.body.dataset.ready = "1";
