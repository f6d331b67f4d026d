// Talking to the server: JSON in and out, a limit of time on every call, and one kind of error for each outcome.

// kind: "offline" (no answer, or half of one) · "sign-in" · "other-person" · "refused" (this request will not be
// taken as it is) · "busy" (the server is in trouble or asks to wait)
export class NetError extends Error {
  /** @param {"offline" | "sign-in" | "other-person" | "refused" | "busy"} kind */
  constructor(kind, { status = 0, code = "", message = "", remedy = "" } = {}) {
    super(`${kind} ${status} ${code}`);
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.said = message;
    this.remedy = remedy;
  }
}

/**
 * @param {string} url
 * @param {{method?: string, headers?: Record<string, string>, body?: BodyInit, csrf?: string, seconds?: number}} [options]
 * @returns {Promise<{status: number, data: any, headers: Headers}>}
 */
export async function call(url, { method = "GET", headers = {}, body, csrf = "", seconds = 45 } = {}) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), seconds * 1000);
  let answer;
  let data = null;
  try {
    answer = await fetch(url, {
      method,
      body,
      signal: control.signal,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      headers: { Accept: "application/json", ...(csrf ? { "X-CSRFToken": csrf } : {}), ...headers },
    });
    if (answer.status === 304) return { status: 304, data: null, headers: answer.headers };
    const text = await answer.text();
    try {
      data = JSON.parse(text);
    } catch {
      data = null;
    }
  } catch {
    throw new NetError("offline");
  } finally {
    clearTimeout(timer);
  }
  if (answer.type === "opaqueredirect") throw new NetError("sign-in"); // sent to a page: a password to change, or no session
  const error = data?.error ?? {};
  const about = {
    status: answer.status,
    code: error.code ?? "",
    message: error.message ?? "",
    remedy: error.remedy ?? "",
  };
  if (answer.status === 401) throw new NetError("sign-in", about);
  if (error.code === "WEB-STALE-FORM") throw new NetError("sign-in", about);
  if (error.code === "FIELD-OTHER-PERSON") throw new NetError("other-person", about);
  if (answer.ok && data !== null) return { status: answer.status, data, headers: answer.headers };
  if (answer.ok) throw new NetError("offline"); // some other page answered: a hotel's or an airport's sign-in
  if (answer.status === 429 || answer.status >= 500 || answer.status === 408)
    throw new NetError("busy", about);
  throw new NetError("refused", about);
}
