// Says which words on the page are which of the essay's text, and the other way round.
//
// The page has all that the text has, in its order, and more: notes, their numbers, signs
// beside headings. What is known to be more is left out; what else is, as a template of one's
// own may write, is found by what follows it. White space is no part of this: the page
// breaks lines where the text does not.

/** What stands in an essay and is none of its text. */
const FOREIGN = "aside, .ref, .anchor, .alert-title, .task, .raw, .picture, pre, script, style, template";
/** The text of the page's notes that are the essay's own. */
const FOOTNOTES = "aside.fn .x";
/** So many letters alike, and the page is where the text is. */
const SURE = 24;

const isBlank = (letter) => /[\s\u2060]/.test(letter);

/** A page's letters, each with its place in the essay's `text`, in UTF-16 units. */
export class PageText {
  constructor(text, footnotesStart) {
    this.text = text;
    /** Nodes in their order, each with the places of its letters; -1 for what is none. */
    this.nodes = new Map();
    const root = document.querySelector("article .e") ?? document.querySelector("article");
    if (!root) return;
    this.take([root], 0, footnotesStart);
    this.take([...root.querySelectorAll(FOOTNOTES)], footnotesStart, text.length);
  }

  /** Takes the letters below `roots` for those of the text from `start` to `end`. */
  take(roots, start, end) {
    const page = roots.flatMap((root) => letters(root));
    const own = [];
    for (let at = start; at < end; at++) if (!isBlank(this.text[at])) own.push(at);
    const found = align(page.map((one) => one.letter).join(""), own.map((at) => this.text[at]).join(""));
    page.forEach(({ node, offset }, nth) => {
      if (!this.nodes.has(node)) this.nodes.set(node, new Array(node.length).fill(-1));
      if (found[nth] >= 0) this.nodes.get(node)[offset] = own[found[nth]];
    });
  }

  /** Whether the page still has the letters that were read. */
  isWhole() {
    return [...this.nodes].every(([node, places]) => node.isConnected && node.length === places.length);
  }

  /** The passage of a range, blanks at its ends left out; none where it holds no text. */
  passage(range) {
    let [first, last] = [Infinity, -1];
    for (const [node, places] of this.nodes) {
      if (!range.intersectsNode(node)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : places.length;
      for (const place of places.slice(from, to)) {
        if (place < 0) continue;
        first = Math.min(first, place);
        last = Math.max(last, place);
      }
    }
    return last < 0 ? undefined : [first, last + 1];
  }

  /** The ranges in which a passage stands on the page. */
  ranges([start, end]) {
    const ranges = [];
    for (const [node, places] of this.nodes) {
      const inside = (place) => place >= start && place < end;
      const first = places.findIndex(inside);
      if (first < 0 || !node.isConnected) continue;
      const range = new Range();
      range.setStart(node, first);
      range.setEnd(node, places.findLastIndex(inside) + 1);
      ranges.push(range);
    }
    return ranges;
  }
}

/** The letters below an element that may be the essay's. */
function letters(root) {
  const filter = (node) =>
    node.nodeType === Node.ELEMENT_NODE
      ? node !== root && node.matches(`${FOREIGN}, .no`)
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_SKIP
      : NodeFilter.FILTER_ACCEPT;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, filter);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let offset = 0; offset < node.length; offset++) {
      const letter = node.data[offset];
      if (!isBlank(letter)) found.push({ node, offset, letter });
    }
  }
  return found;
}

/** For each letter of `page` the place of the same one in `text`, or -1. */
function align(page, text) {
  const found = new Array(page.length).fill(-1);
  let [at, own] = [0, 0];
  while (at < page.length && own < text.length) {
    if (page[at] === text[own]) {
      found[at++] = own++;
      continue;
    }
    // Whichever of the two has more, goes on to where both read the same again.
    const more = page.indexOf(text.slice(own, own + SURE), at);
    const less = text.indexOf(page.slice(at, at + SURE), own);
    if (more < 0 && less < 0) break;
    if (less < 0 || (more >= 0 && more - at <= less - own)) at = more;
    else own = less;
  }
  return found;
}
