// Sends the small forms of the minutes page by themselves and renews only their part: the text being typed is not
// disturbed, and whoever writes stays where they are. Without script the same forms load the page anew.
"use strict";

(() => {
  const LONG = 20_000;
  const busy = new Set();

  const renew = (page, id) => {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.replaceWith(document.importNode(fresh, true));
    return Boolean(old && fresh);
  };

  const say = (text) => {
    document.getElementById("part-status").textContent = text;
  };

  async function send(form, part, body) {
    const response = await fetch(form.action, {
      method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(LONG), headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // another page (signed out, not allowed, gone): let the browser go there by itself
    if (!page.getElementById(part.id)) throw new Error("elsewhere");
    renew(page, part.id);
    renew(page, "checklist");
    const fresh = document.getElementById(part.id);
    const errors = fresh.querySelector("[data-error-summary]");
    (errors || fresh).focus();
    const message = page.querySelector(".flash-message");
    say((errors ? errors.querySelector("h2") : message || fresh.querySelector("summary, h2, h3"))?.textContent || "");
  }

  const IDENTITY = /\d{6}\D{0,7}[1-8]\d{6}/; // looks like a 주민등록번호; the server looks closer

  // What the list may tell otherwise now.
  const changes = (item, told) =>
    document.querySelector(`#checklist a[href$="#${item.id}"]`) || told.firstElementChild || IDENTITY.test(item.querySelector(".ProseMirror")?.textContent || "");

  // A text that is there now is not missing any more: the list is asked for anew, once.
  document.addEventListener("content-saved", async (event) => {
    const item = event.target.closest(".minutes-item-desk");
    const told = item && document.getElementById(item.id.replace("item-", "personal-"));
    if (!item || busy.has("checklist") || !changes(item, told)) return;
    busy.add("checklist");
    try {
      const address = location.pathname.replace(/(\/minutes\/[0-9a-f]+)(\/.*)?$/, "$1/edit"); // a refused form left another
      const response = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(LONG) });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      renew(page, "checklist");
      const fresh = page.getElementById(told.id);
      if (fresh && fresh.textContent !== told.textContent) told.replaceChildren(...fresh.childNodes);
    } catch {
      // the list is told anew with the next save
    } finally {
      busy.delete("checklist");
    }
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const part = form.closest(".part");
    if (!part || event.defaultPrevented && busy.has(part.id)) return;
    event.preventDefault();
    if (busy.has(part.id)) return;
    busy.add(part.id);
    const body = new FormData(form, event.submitter);
    try {
      await send(form, part, body);
    } catch {
      form.submit();
    } finally {
      busy.delete(part.id);
    }
  });
})();
