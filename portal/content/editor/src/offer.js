// The offer to bring back a text that was kept in this browser and never reached the server.
import { button, el } from "./dom.js";

/** A bar with the time and two buttons; `restore` and `discard` are called once. */
export function offerBar({ time, name, restore, discard, lang, t }) {
  const when = new Date(time);
  const shown = Number.isNaN(when.getTime()) ? "" : new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Seoul" }).format(when);
  const bar = el("div", { class: "ce-offer", role: "region", "aria-label": name },
    el("p", { role: "alert" }, t("draftFound", { time: shown })),
    el("div", { class: "ce-choices" }, button(t("draftRestore"), () => done(restore), { class: "ce-button ce-main", "data-draft": "restore" }),
      button(t("draftDiscard"), () => done(discard), { "data-draft": "discard" })));
  const done = (act) => {
    bar.remove();
    act();
  };
  return bar;
}
