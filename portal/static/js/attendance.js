// Attendance without reloading: a tap sends one mark and shows the figures that come back.
// Without script each button is a form of its own and the page comes back where it was.
"use strict";

(() => {
  const said = document.querySelector("[data-said]");
  const fault = document.querySelector("[data-fault]");
  const figures = document.querySelector("[data-figures]");

  const complain = (message) => {
    fault.textContent = message;
    fault.hidden = !message;
  };

  const show = (row, answer) => {
    row.dataset.mark = answer.mark;
    row.querySelectorAll("button[name=mark]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === answer.mark));
    });
    const page = new DOMParser().parseFromString(answer.figures, "text/html");
    figures.replaceChildren(...page.body.childNodes);
    said.textContent = answer.said;
    complain("");
  };

  const plainly = (form, button) => {
    form.dataset.plain = "yes";
    form.requestSubmit(button);
  };

  // one after another: the figures of the last answer are then those of all taps
  let queue = Promise.resolve();

  const send = async (form, button) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("mark", button.value);
    const headers = { "X-Attendance": "1" };
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers, credentials: "same-origin" });
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      if (answer.ok && isJson) show(form.closest("li"), await answer.json());
      else if (isJson) complain((await answer.json()).message);
      else plainly(form, button); // signed out, or no longer allowed: the page itself says so
    } catch {
      plainly(form, button); // no network: the browser's own page says so and offers to try again
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-tap]") || form.dataset.plain || !event.submitter) return;
    event.preventDefault();
    const button = event.submitter;
    queue = queue.then(() => send(form, button));
  });
})();
