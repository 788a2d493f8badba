// Item marks (항목 기호) computed from levels, and read back from pasted text. No imports: tests run this file in node.
// Rules: 행정업무 규정 시행규칙 제2조 제1항; an item that is alone at its level takes no number.
// tests/content/item_marks.json holds the cases that the server's twin must pass as well.

const INITIALS = [0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18];
const VOWELS = [0, 4, 8, 13, 18, 20];
const CONSONANTS = INITIALS.length;

/** 가, 나 … 하, 거 … 허, 고 …: the n-th (from 1) syllable of the item order. */
function syllable(n) {
  const vowel = VOWELS[Math.floor((n - 1) / CONSONANTS) % VOWELS.length];
  return String.fromCharCode(0xac00 + (INITIALS[(n - 1) % CONSONANTS] * 21 + vowel) * 28);
}

function circledNumber(n) {
  if (n <= 20) return String.fromCharCode(0x2460 + n - 1);
  if (n <= 35) return String.fromCharCode(0x3251 + n - 21);
  if (n <= 50) return String.fromCharCode(0x32b1 + n - 36);
  return `(${n})`;
}

const circledSyllable = (n) => (n <= CONSONANTS ? String.fromCharCode(0x326e + n - 1) : `(${syllable(n)})`);

function roman(n) {
  if (n <= 12) return String.fromCharCode(0x2160 + n - 1);
  const tens = [[100, "Ⅽ"], [90, "ⅩⅭ"], [50, "Ⅼ"], [40, "ⅩⅬ"], [10, "Ⅹ"]];
  let text = "";
  for (const [value, letters] of tens) {
    while (n >= value) { text += letters; n -= value; }
  }
  return n ? text + String.fromCharCode(0x2160 + n - 1) : text;
}

const number = (suffix, prefix = "") => (n) => `${prefix}${n}${suffix}`;
const letter = (suffix, prefix = "") => (n) => `${prefix}${syllable(n)}${suffix}`;

// A string is a fixed symbol: it is shown even on a single item, and is never read back as a number.
const SCHEMES = {
  legal: [number("."), letter("."), number(")"), letter(")"), number(")", "("), letter(")", "("), circledNumber, circledSyllable],
  symbols: ["□", "○", "-", "▶", "·", "·", "·", "·"],
  roman: [roman, number("."), letter("."), number(")"), letter(")"), circledNumber, circledSyllable, "-"],
  plan: [String, "□", "○", "-", "▶", "·", "·", "·"],
  roman_plan: [roman, circledNumber, "■", "○", "▶", "-", "·", "·"],
};

export const schemeOf = (name) => SCHEMES[name] || SCHEMES.legal;

/** Marks for a run of blocks given by their levels (0: no item). Blocks without a level do not break the count. */
export function itemMarks(levels, schemeName) {
  const scheme = schemeOf(schemeName);
  const marks = levels.map(() => "");
  const open = [];
  const close = (group, level) => {
    const style = scheme[level - 1];
    group.forEach((index, i) => {
      if (typeof style === "string") marks[index] = style;
      else if (group.length > 1) marks[index] = style(i + 1);
    });
  };
  levels.forEach((level, index) => {
    if (!level) return;
    for (let deeper = open.length - 1; deeper > level; deeper--) {
      if (open[deeper]) close(open[deeper], deeper);
    }
    open.length = Math.min(open.length, level + 1);
    (open[level] ||= []).push(index);
  });
  open.forEach((group, level) => group && close(group, level));
  return marks;
}

const COUNT_LIMIT = 60;
const TITLE_LENGTH = 40;
const FORMS = new Map();

/** Every printed number of a level, to its count: {"1.": 1, "2.": 2, …}. */
function countsOf(style) {
  if (!FORMS.has(style)) {
    FORMS.set(style, new Map(Array.from({ length: COUNT_LIMIT }, (_, i) => [style(i + 1), i + 1])));
  }
  return FORMS.get(style);
}

// Signs that stand for one another; the first of a row that a scheme has says the level.
const KIN = ["□■▣▮", "○◦●◯", "-–", "▶▷☞", "·ㆍ•"];
const SIGNS = KIN.join("");

/** The level of a printed sign: that of the scheme, else of □ ○ - ▶ · as everybody uses them. */
function signLevel(printed, schemeName) {
  const scheme = schemeOf(schemeName);
  const kin = KIN.find((row) => row.includes(printed));
  const own = [printed, ...kin].map((sign) => scheme.indexOf(sign)).find((level) => level >= 0);
  return (own ?? KIN.indexOf(kin)) + 1;
}

const MARK = /^[\s\u3000]*(※|[□■▣▮○◦●◯▶▷☞·ㆍ•]|[-–](?=\s)|\d{1,2}(?=\s)|\(?(?:\d{1,2}|[가-힣])[.)]|[①-⑳㉑-㉟㊱-㊿㉮-㉻]|[Ⅰ-Ⅻ]+\.?)[\s\u3000]*/;

/** The mark at the start of a text: {level, count, symbol, length}; level -1 is a note (※). Null when there is none. */
export function readMark(text, schemeName) {
  const found = MARK.exec(text);
  if (!found) return null;
  const printed = found[1];
  const length = found[0].length;
  if (printed === "※") return { level: -1, count: 0, symbol: true, length };
  if (SIGNS.includes(printed)) return { level: signLevel(printed, schemeName), count: 0, symbol: true, length };
  // "3. 5.(화)" and "2.5" are a date and a number, not items.
  if (/^\d/.test(printed) && /^(\d|\s+\d{1,2}\.)/.test(text.slice(text.indexOf(printed) + printed.length))) return null;
  // A bare number heads a section of a plan, and such a title is short.
  if (/^\d+$/.test(printed) && text.length > TITLE_LENGTH) return null;
  const names = [schemeName, "legal", "roman"];
  for (const name of names) {
    const scheme = schemeOf(name);
    for (let i = 0; i < scheme.length; i++) {
      if (typeof scheme[i] === "string") continue;
      const count = countsOf(scheme[i]).get(printed) || countsOf(scheme[i]).get(printed.replace(/\.$/, ""));
      if (count) return { level: i + 1, count, symbol: false, length };
    }
  }
  return null;
}

/** Accepts marks in their order only: a number is an item when it is 1 or the next of its level, else it is text. */
export class MarkReader {
  constructor(schemeName) {
    this.scheme = schemeName;
    this.counts = [];
  }

  /** The mark of this line, or null when the line is to stay as it is. */
  read(text) {
    const mark = readMark(text, this.scheme);
    if (!mark || mark.level < 0) return mark;
    if (!mark.symbol && mark.count !== 1 && mark.count !== (this.counts[mark.level] || 0) + 1) return null;
    this.counts.length = Math.min(this.counts.length, mark.level + 1);
    this.counts[mark.level] = mark.count;
    return mark;
  }
}
