// Pasted markup is rewritten as a string before any parser sees it: under the strict CSP even a detached parse refuses
// style="" and reports it, and bold or underline would be lost. Only the tags and attributes named here are written out.

const TAGS = new Set(("p div span br b strong u i em s sub sup font a table thead tbody tfoot tr td th caption ul ol li dl dt dd "
  + "h1 h2 h3 h4 h5 h6 section article figure pre blockquote center address main header footer").split(" "));
const VOID = new Set(["br"]);
const DROPPED = new Set(("script style xml title textarea iframe noscript noembed noframes xmp svg math template object applet "
  + "select button audio video canvas").split(" "));
const KEPT = new Set(["class", "colspan", "rowspan"]);
const OWN = /^data-(id|level|who|title|caption|unit|form|identity|kind|choices|attachment|alt|pm-slice)$/;
const ATTRIBUTE = /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y;

const decode = (value) => value
  .replace(/&quot;/g, '"').replace(/&#39;|&apos;/g, "'").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const encode = (value) => value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Reads attributes from `at` to the tag's end: [kept attributes as text, position after ">"]. */
function attributes(html, at) {
  let out = "";
  for (;;) {
    while (at < html.length && /[\s/]/.test(html[at])) at++;
    if (at >= html.length) return [out, html.length];
    if (html[at] === ">") return [out, at + 1];
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(html);
    if (!found) {
      at += 1;
      continue;
    }
    at = ATTRIBUTE.lastIndex;
    const name = found[1].toLowerCase();
    const value = encode(decode(found[2] ?? found[3] ?? found[4] ?? ""));
    if (name === "style") out += ` data-style="${value}"`;
    else if (KEPT.has(name) || OWN.test(name)) out += ` ${name}="${value}"`;
  }
}

function skipPast(html, at, end) {
  const found = html.indexOf(end, at);
  return found < 0 ? html.length : found + end.length;
}

/** Where a dropped element ends; its content is data, not text. */
function skipElement(html, at, name) {
  const close = new RegExp(`</${name}[\\s/>]`, "ig");
  close.lastIndex = at;
  const found = close.exec(html);
  return found ? skipPast(html, found.index, ">") : html.length;
}

/** The fragment between Windows' markers when the clipboard has them: pages carry much around it. */
function fragment(html) {
  const start = /<!--\s*StartFragment\s*-->/i.exec(html);
  const end = /<!--\s*EndFragment\s*-->/i.exec(html);
  if (!start || !end || end.index < start.index) return html;
  const inside = html.slice(start.index + start[0].length, end.index);
  // Excel puts the marker inside the table: without its tags the rows would be read as loose text.
  const open = /<table[^>]*>(?![\s\S]*<table)[\s\S]*$/i.exec(html.slice(0, start.index));
  return open && !/^\s*<table/i.test(inside) && /^\s*<(?:col|tr|td|tbody)/i.test(inside) ? `<table>${inside}</table>` : inside;
}

/** Rewrites pasted markup: {html: safe markup with data-style instead of style, css: the text of its style elements}. */
export function sanitize(source) {
  const css = [...source.matchAll(/<style[^>]*>([\s\S]*?)<\/style/gi)].map((match) => match[1]).join("\n");
  const html = fragment(source);
  let out = "";
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open < 0) return { html: out + html.slice(at).replace(/>/g, "&gt;"), css };
    out += html.slice(at, open).replace(/>/g, "&gt;");
    const tag = /^<(\/?)([a-zA-Z][^\s/>]*)/.exec(html.slice(open, open + 60));
    if (html.startsWith("<!--", open)) at = skipPast(html, open + 4, "-->");
    else if (/^<[!?/]/.test(html.slice(open, open + 2)) && !tag) at = skipPast(html, open, ">");
    else if (!tag) {
      out += "&lt;";
      at = open + 1;
    } else {
      const name = tag[2].toLowerCase();
      const [kept, end] = attributes(html, open + tag[0].length);
      at = end;
      if (DROPPED.has(name)) at = tag[1] ? end : skipElement(html, end, name);
      else if (TAGS.has(name)) out += tag[1] ? (VOID.has(name) ? "" : `</${name}>`) : `<${name}${kept}>`;
    }
  }
  return { html: out, css };
}
