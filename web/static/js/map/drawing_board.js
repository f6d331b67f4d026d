// What the drawing boards of zones and of cable share: numbers, refusals said on the board, and sending.
const { config } = window.btsDesk;
const refusal = document.getElementById("refusal");

export const number = (value, decimals) =>
  new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: decimals }).format(
    value,
  );

export function say(message, remedy = "") {
  refusal.querySelector(".refusal-message").textContent = message;
  refusal.querySelector(".refusal-remedy").textContent = remedy;
  refusal.hidden = false;
  refusal.scrollIntoView({ block: "nearest" });
  refusal.focus();
}

// Sends JSON; a refusal is said on the board. Answers {data}, or {data: null, body} with what was refused.
export async function post(url, body) {
  const token = document.querySelector("input[name=csrf_token]").value;
  refusal.hidden = true;
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
    const data = await answer.json();
    if (answer.ok) return { data };
    say(data.error.message, data.error.remedy);
    return { data: null, body: data };
  } catch {
    say(config.texts.failed);
    return { data: null };
  }
}
