// Speaks with the server for the desk's pages; a session that ended costs nothing that was typed.
import { el } from "../map/parts.js";

let token = document.querySelector("input[name=csrf_token]")?.value ?? "";

// After signing in in another window this page's token is stale; a fresh copy of the page has the new one.
async function renewToken() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  const found = (await answer.text()).match(/name="csrf_token" value="([^"]+)"/)?.[1];
  if (!answer.redirected && found) {
    token = found;
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = found;
  }
  return !answer.redirected && Boolean(found);
}

// A page that is being left has its requests cut off: that is no fault, and nothing is said of it. Whoever comes back
// to the page as it was left, or stays on it after all, has it asked once more.
const STAYS_MS = 3000;
let leaving = false;
window.addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => {
    leaving = false;
  }, STAYS_MS);
});
window.addEventListener("pageshow", () => {
  leaving = false;
});
const here = () =>
  new Promise((resolve) => {
    window.addEventListener("pageshow", resolve, { once: true });
    setTimeout(resolve, STAYS_MS);
  });

/** @type {(url: string, options: RequestInit) => Promise<Response>} */
async function asked(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (!leaving || (options.method ?? "GET") !== "GET") throw error; // what writes is never sent twice unasked
    await here();
    return fetch(url, options);
  }
}

/** @type {(url: string, options?: RequestInit, again?: boolean) => Promise<any>} */
export async function json(url, options = {}, again = true) {
  const answer = await asked(url, {
    ...options,
    headers: { Accept: "application/json", "X-CSRFToken": token, ...options.headers },
  });
  const body = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body;
  if (again && body?.error?.code === "WEB-STALE-FORM" && (await renewToken()))
    return json(url, options, false);
  const error = new Error(`${url}: ${answer.status}`);
  error.status = answer.status;
  error.body = body;
  error.signIn = answer.status === 401 || body?.error?.code === "WEB-STALE-FORM";
  if (body?.error) error.said = [body.error.message, body.error.remedy].filter(Boolean).join(". ");
  throw error;
}

/** @type {(url: string, body: unknown) => Promise<any>} */
export const post = (url, body) =>
  json(
    url,
    body instanceof FormData
      ? { method: "POST", body }
      : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) },
  );

// What went wrong, in `said` (an element); a session that ended is said with the way to sign in beside the form.
/** @type {(said: HTMLElement, error: unknown, texts: Record<string, string>) => void} */
export function sayFault(said, error, texts) {
  if (!(error instanceof Error)) throw error;
  said.hidden = false;
  if (error.signIn) {
    said.replaceChildren(
      texts.signInAgain ?? texts.failed,
      " ",
      el("a", { href: "/sign-in", target: "_blank", rel: "noopener" }, texts.signInLink ?? ""),
    );
    return;
  }
  said.textContent = error.said ?? texts.failed;
}
