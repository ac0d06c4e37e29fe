// All that goes to the service: with this tab's key, in the page's language.
export class Fault extends Error {
  constructor(status, told) {
    super(told.code);
    Object.assign(this, { status, code: told.code, title: told.title, advice: told.advice });
  }

  get isLocked() {
    return this.status === 401 || this.code === "api.not-allowed";
  }
}

export const spoken = () => document.documentElement.lang;

export function headers() {
  return {
    "X-Scord-Key": sessionStorage.getItem("scord-key") ?? "",
    "Accept-Language": spoken(),
  };
}

// The answer, whatever its kind. Raises Fault where the service refuses, TypeError where it is gone.
export async function ask(path, { method = "GET", json, signal, headers: more } = {}) {
  const asked = { method, headers: { ...headers(), ...more }, signal };
  if (method !== "GET") {
    asked.headers["Content-Type"] = "application/json";
    asked.body = json === undefined ? undefined : JSON.stringify(json);
  }
  const answer = await fetch(path, asked);
  if (!answer.ok) throw new Fault(answer.status, await faultOf(answer));
  return answer;
}

async function faultOf(answer) {
  try {
    return await answer.json();
  } catch {
    return { code: "internal", title: `HTTP ${answer.status}`, advice: "" };
  }
}
