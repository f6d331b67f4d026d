// A token's secret, shown once, is copied at a press; where the browser lets nothing copy, it is marked instead.
import { copyText } from "./copy.js";

const secret = document.getElementById("token-secret");
const button = document.getElementById("token-copy");
if (secret && button instanceof HTMLButtonElement) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await copyText(secret.textContent?.trim() ?? "")) button.textContent = button.dataset.done ?? "";
    else getSelection()?.selectAllChildren(secret);
  });
}
document.body.dataset.ready = "1";
