// The requests of the editor. An answer is {status, body}; status 0 means that no answer came.

const KEEPALIVE_LIMIT = 60_000;

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    return { status: 0, body: {} };
  }
  // A redirect to the sign-in page is no answer to a save.
  if (response.redirected) return { status: 401, body: {} };
  try {
    return { status: response.status, body: (await response.json()) || {} };
  } catch {
    return { status: response.ok ? 0 : response.status, body: {} };
  }
}

const headers = (csrf) => ({ "X-CSRF-Token": csrf, "X-Requested-With": "XMLHttpRequest", Accept: "application/json" });

/** Sends the document. `leaving` lets the request outlive the page, which browsers allow for small bodies only. */
export function post({ url, csrf }, payload, leaving = false) {
  const body = JSON.stringify(payload);
  const keepalive = leaving && new TextEncoder().encode(body).length < KEEPALIVE_LIMIT;
  return answer(fetch(url, {
    method: "POST", body, keepalive, credentials: "same-origin", headers: { ...headers(csrf), "Content-Type": "application/json" },
  }));
}

export function get({ url, csrf }, lock) {
  const address = new URL(url, location.href);
  address.searchParams.set("lock", lock);
  return answer(fetch(address, { headers: headers(csrf), credentials: "same-origin", cache: "no-store" }));
}

/** Sends a form. */
export function postForm({ url, csrf }, body) {
  return answer(fetch(url, { method: "POST", body, headers: headers(csrf), credentials: "same-origin" }));
}

/** Uploads one picture; the answer's body is {uid, name}. */
export function upload(address, file) {
  const body = new FormData();
  body.append("file", file, file.name);
  return postForm(address, body);
}

/** The element with this id of another page of ours; null when it does not come, as after a sign-out. */
export async function part(url, id) {
  try {
    const response = await fetch(url, { credentials: "same-origin", cache: "no-store" });
    return new DOMParser().parseFromString(await response.text(), "text/html").getElementById(id);
  } catch {
    return null;
  }
}
