// Marks on an essay's page what the reader searched for (`?q=…`) and goes to it; lends
// search.js its way of reading texts.

const invisible = /[\u00AD\u200B-\u200F\u2060\uFEFF]/;
const unspaced = /[\u3005-\u3007\u3040-\u30FF\u3400-\u9FFF\u{20000}-\u{3FFFF}]/u;
const letter = /[\p{Alphabetic}\p{Nd}\p{Nl}\p{No}]/u;
const accent = /\p{M}/u;

/**
 * The text with width, case, accents and punctuation folded away, as src/render/search/fold.rs
 * has it; `from` and `to` say of each of its code units where in `text` it came from.
 */
export function fold(text) {
  let folded = "";
  const from = [];
  const to = [];
  let [at, last, gap] = [0, "", false];
  const push = (part, start, end) => {
    folded += part;
    for (let unit = 0; unit < part.length; unit++) {
      from.push(start);
      to.push(end);
    }
  };
  for (const character of text) {
    const end = at + character.length;
    for (const part of invisible.test(character) ? "" : character.normalize("NFKD").toLowerCase()) {
      if (accent.test(part)) continue;
      if (!letter.test(part)) {
        gap = true;
        continue;
      }
      if (gap && last && !unspaced.test(last) && !unspaced.test(part)) push(" ", at, at);
      push(part, at, end);
      [gap, last] = [false, part];
    }
    at = end;
  }
  return { folded, from, to };
}

/** What a text must hold to answer a query: its words, and what stands in quotes, folded. */
export function terms(query) {
  const parts = query.matchAll(/"([^"]*)"|“([^”]*)”|([^\s"“]+)/g);
  const folded = [...parts].map(([, plain, curly, word]) => fold(plain ?? curly ?? word).folded);
  return [...new Set(folded.filter((term) => term !== ""))];
}

const block = "p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd, pre, summary, div, blockquote, aside, header";
// The line for which a folded note stands says again what the note does.
const beside = ".note > .c > summary, .ref, .anchor, .no, .legend, .measure-line, .toc, .pager, script";

/**
 * Where the terms stand in an article: `{text, at, end, nodes}` for each place, block by
 * block; nothing unless each of the terms stands somewhere.
 */
export function places(article, wanted) {
  const blocks = new Map();
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest(beside)) continue;
    const home = parent.closest(block) ?? article;
    if (!blocks.has(home)) blocks.set(home, []);
    blocks.get(home).push(node);
  }
  const found = [];
  const missing = new Set(wanted);
  for (const nodes of blocks.values()) {
    const text = nodes.map((node) => node.data).join("");
    const { folded, from, to } = fold(text);
    const here = [];
    for (const term of wanted) {
      for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
        here.push({ text, at: from[at], end: to[at + term.length - 1], nodes });
        missing.delete(term);
      }
    }
    here.sort((one, other) => one.at - other.at);
    found.push(...here.filter((one, index) => index === 0 || one.at >= here[index - 1].end));
  }
  return missing.size === 0 ? found : [];
}

/** Marks places in the page; returns the first mark of each. */
function mark(found) {
  const marks = found.map(() => null);
  // From the last to the first, so that cutting a node leaves the places before it right.
  for (let index = found.length - 1; index >= 0; index--) {
    const { at, end, nodes } = found[index];
    let start = 0;
    const pieces = nodes.map((node) => ({ node, start: (start += node.data.length) - node.data.length }));
    for (const piece of pieces.reverse()) {
      const [first, last] = [Math.max(at - piece.start, 0), Math.min(end - piece.start, piece.node.data.length)];
      if (first >= last) continue;
      const range = document.createRange();
      range.setStart(piece.node, first);
      range.setEnd(piece.node, last);
      const element = document.createElement("mark");
      element.className = "hit";
      range.surroundContents(element);
      marks[index] = element;
    }
  }
  return marks;
}

/** Marks what the page's address asks for, and goes there. */
function show() {
  const asked = new URLSearchParams(location.search);
  const article = document.querySelector("main article");
  const wanted = terms(asked.get("q") ?? "");
  if (!article || wanted.length === 0) return;
  const marks = mark(places(article, wanted));
  const goal = marks[Number(asked.get("at")) || 0] ?? marks[0];
  if (!goal || location.hash) return;
  for (let folded = goal.closest("details"); folded; folded = folded.parentElement.closest("details")) {
    folded.open = true;
  }
  goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  goal.scrollIntoView({ block: "center", behavior: "instant" });
}

show();
