// What the browser keeps of unsaved text: one entry per account and section, gone after saving and at sign-out.

const PREFIX = "sillok:draft:";
const WRITE_AFTER = 200;
const OFFERED = 3;

/** Removes every kept text of this browser. Called at sign-out. */
export function wipeDrafts() {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
  } catch {
    // storage is switched off: there is nothing to wipe
  }
}

/** Wipes at the submit of form[data-signout], and by a click on [data-wipe-drafts]. */
export function wireSignOut(after = () => {}) {
  const wipe = () => {
    after();
    wipeDrafts();
  };
  document.addEventListener("submit", (event) => event.target.matches?.("form[data-signout]") && wipe(), true);
  document.addEventListener("click", (event) => event.target.closest?.("[data-wipe-drafts]") && wipe(), true);
}

export class Drafts {
  /** `key`: account and section; `allowed`: false for texts that must not stay on a computer. */
  constructor(key, allowed) {
    this.key = PREFIX + key;
    this.allowed = allowed;
    this.timer = 0;
    this.kept = false;
  }

  /**
   * Texts {time, lock, content} kept by an earlier visit, newest first. They move to a place of their own, so that what is
   * written now does not replace them before a person has chosen.
   */
  take() {
    if (!this.allowed) return [];
    try {
      const found = [JSON.parse(localStorage.getItem(this.key)), ...(JSON.parse(localStorage.getItem(`${this.key}:offered`)) || [])];
      const drafts = found.filter((draft) => draft && typeof draft === "object" && draft.content).slice(0, OFFERED);
      this.putOffered(drafts);
      localStorage.removeItem(this.key);
      return drafts;
    } catch {
      return [];
    }
  }

  putOffered(drafts) {
    this.offered = drafts;
    if (drafts.length) localStorage.setItem(`${this.key}:offered`, JSON.stringify(drafts));
    else localStorage.removeItem(`${this.key}:offered`);
  }

  /** A person has chosen about this earlier text. */
  drop(draft) {
    try {
      this.putOffered(this.offered.filter((other) => other !== draft));
    } catch {
      // storage is switched off
    }
  }

  /** Keeps the text soon; `make` is called then and answers {lock, content} or null when all is saved. */
  later(make) {
    this.make = make;
    this.timer ||= setTimeout(() => this.now(make), WRITE_AFTER);
  }

  now(make = this.make) {
    clearTimeout(this.timer);
    this.timer = 0;
    const draft = this.allowed && make ? make() : null;
    if (!draft) return;
    try {
      localStorage.setItem(this.key, JSON.stringify({ time: new Date().toISOString(), ...draft }));
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }

  remove() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.kept = false;
    try {
      localStorage.removeItem(this.key);
    } catch {
      // storage is switched off
    }
  }

  /** Keeps nothing any more: at sign-out the leaving page must not write again. */
  stop() {
    this.allowed = false;
    this.remove();
  }
}
