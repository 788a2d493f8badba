// What script adds to forms: rows without a round trip, one submit for a double click, focus on the error summary.
// Every form works without it; row buttons are submit buttons that the server understands.
"use strict";

(() => {
  let made = 0;

  // a row's template holds ids of its own; each copy gets them with a number no other copy has
  const renumber = (fragment) => {
    made += 1;
    const suffix = `-n${made}`;
    const ids = new Set();
    fragment.querySelectorAll("[id]").forEach((element) => {
      ids.add(element.id);
      element.id += suffix;
    });
    const renamed = (value) => value.split(" ").map((id) => (ids.has(id) ? id + suffix : id)).join(" ");
    ["for", "list", "aria-describedby", "aria-labelledby", "aria-controls"].forEach((name) => {
      fragment.querySelectorAll(`[${name}]`).forEach((element) => element.setAttribute(name, renamed(element.getAttribute(name))));
    });
    // radio buttons of one row are a group of their own
    fragment.querySelectorAll("input[type=radio]").forEach((element) => { element.name += suffix; });
  };

  const rowsOf = (list) => Array.from(list.children).filter((child) => child.matches("[data-row]"));

  const listOf = (rows) => rows.querySelector(":scope > [data-row-list]");

  const number = (rows) => {
    rowsOf(listOf(rows)).forEach((row, index) => {
      row.querySelectorAll("[data-row-number]").forEach((place) => {
        if (place.closest("[data-row]") === row) place.textContent = String(index + 1);
      });
    });
    const add = rows.querySelector(":scope > [data-row-action=add]");
    add.disabled = rowsOf(listOf(rows)).length >= Number(rows.dataset.most);
  };

  const firstInput = (row) => row.querySelector("input:not([type=hidden]), select, textarea");

  const tell = (rows) => {
    const status = rows.querySelector(":scope > [data-row-status]");
    status.textContent = String(rowsOf(listOf(rows)).length);
  };

  const acts = {
    add(rows) {
      const template = document.getElementById(rows.dataset.rows);
      const copy = document.importNode(template.content, true);
      renumber(copy);
      const row = copy.querySelector("[data-row]");
      listOf(rows).append(copy);
      firstInput(row)?.focus();
      row.dispatchEvent(new CustomEvent("row-added", { bubbles: true }));
    },
    remove(rows, row) {
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      (next ? firstInput(next) : rows.querySelector(":scope > [data-row-action=add]"))?.focus();
    },
    up(rows, row, button) {
      row.previousElementSibling?.before(row);
      button.focus();
    },
    down(rows, row, button) {
      row.nextElementSibling?.after(row);
      button.focus();
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-action]");
    if (!button) return;
    event.preventDefault();
    const rows = button.closest("[data-rows]");
    acts[button.dataset.rowAction](rows, button.closest("[data-row]"), button);
    number(rows);
    tell(rows);
    rows.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
  });

  // a second click while the first submit is under way would save twice
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-form]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });

  // a page that the Back button brings back is ready to be sent again
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-error-summary]")?.focus();
  });

  // a menu under a name closes on Escape and when the reader goes elsewhere
  const closeMenus = (except) => document.querySelectorAll("details.account[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.account")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement.closest("details.account[open]");
    closeMenus(null);
    menu?.querySelector("summary").focus();
  });
})();
