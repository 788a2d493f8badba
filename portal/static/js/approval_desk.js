// Draws the printed sheet beside the editor, and what the checker says of it, anew after each save. Without script the sheet of the page's opening stays,
// and the link beside it opens the present one.
"use strict";

(() => {
  const QUIET = 250;
  const LONG = 20_000;
  const aside = document.querySelector("[data-sheet]");
  const editor = document.querySelector("[data-editor]");
  if (!aside || !editor) return;
  let timer = 0;
  let drawing = false;
  let again = false;

  async function draw() {
    if (drawing) {
      again = true;
      return;
    }
    drawing = true;
    again = false;
    try {
      const response = await fetch(aside.dataset.sheet, { credentials: "same-origin", signal: AbortSignal.timeout(LONG) });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const part of response.ok ? ["sheet", "report"] : []) {
        const fresh = page.getElementById(part);
        if (fresh) document.getElementById(part).replaceChildren(...document.importNode(fresh, true).childNodes);
      }
    } catch {
      // offline: the next save draws it
    } finally {
      drawing = false;
      if (again) draw();
    }
  }

  // the editor says in its status line that a save was answered
  new MutationObserver((changes) => {
    if (!changes.some((change) => change.target.dataset.state === "saved")) return;
    clearTimeout(timer);
    timer = setTimeout(draw, QUIET);
  }).observe(editor, { subtree: true, attributes: true, attributeFilter: ["data-state"] });
})();
