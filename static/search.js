// Searches the site: looks the pieces of a query up in the shards of the index that hold
// them, and shows what has them all. src/render/search/ makes the index.

import { fold, places, terms } from "./found.js";

/** The longest piece that is looked up. */
const GRAM_MAX = 3;
/** How many pieces of one term are looked up; more would hardly tell more. */
const GRAMS_MAX = 6;
/** How many hits are shown at a time. */
const PAGE = 10;
/**
 * How many hits show their words at once, and after how many characters of their pages no
 * other is asked for; the rest do when the reader comes to them.
 */
const EXCERPTS = 3;
const EXCERPT_CHARACTERS = 60_000;
/** How many places of one essay are shown, and how many characters around each. */
const PLACES = 3;
const AROUND = 36;
/** How long the reader may pause while typing, in milliseconds. */
const PAUSE = 150;

const form = document.querySelector("form.search");
const say = form.dataset;
const [field, company, author, year, only] = ["q", "company", "author", "year", "only"].map((name) => form.elements[name]);
const [status, list, more] = ["status", "hits", "more"].map((id) => document.getElementById(id));

// The index.

const kept = new Map();

/** Loads a file once. */
function load(path, as) {
  if (!kept.has(path)) {
    const loading = fetch(new URL(path, new URL(say.index, location))).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status}: ${path}`);
      return answer[as]();
    });
    loading.catch(() => kept.delete(path));
    kept.set(path, loading);
  }
  return kept.get(path);
}

/** MurmurHash3 over code points, as src/render/search/gram.rs has it. */
function hash(characters) {
  let state = 0;
  for (const character of characters) {
    let mixed = Math.imul(character.codePointAt(0), 0xcc9e2d51);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    state ^= mixed;
    state = (Math.imul((state << 13) | (state >>> 19), 5) + 0xe6546b64) | 0;
  }
  state ^= characters.length * 4;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** Reads numbers from a shard; its form is in src/render/search/shard.rs. */
class Bits {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  bit() {
    const bit = (this.bytes[this.at >> 3] >> (this.at & 7)) & 1;
    this.at++;
    return bit;
  }
  bits(count) {
    let value = 0;
    for (let place = 0; place < count; ) {
      const offset = this.at & 7;
      const taken = Math.min(8 - offset, count - place);
      value += ((this.bytes[this.at >> 3] >> offset) & ((1 << taken) - 1)) * 2 ** place;
      this.at += taken;
      place += taken;
    }
    return value;
  }
  gamma() {
    let length = 0;
    while (!this.bit() && length < 53) length++;
    return 2 ** length + this.bits(length);
  }
  rice(k) {
    let ones = 0;
    while (this.bit()) ones++;
    return ones * 2 ** k + this.bits(k);
  }
}

function parameter(space, count) {
  const mean = Math.floor((space * 44) / (Math.max(count, 1) * 64));
  return mean > 0 ? 31 - Math.clz32(mean) : 0;
}

const HASHES = 2 ** 32;

/** The numbers of the texts that have a term. */
async function lookUp({ name, shards, texts }, term) {
  const shard = Math.floor((term * shards) / HASHES);
  const bits = new Bits(new Uint8Array(await load(`${name}/${shard}.bin`, "arrayBuffer")));
  let next = Math.ceil((shard * HASHES) / shards);
  const end = Math.ceil(((shard + 1) * HASHES) / shards);
  const count = bits.gamma() - 1;
  const k = parameter(end - next, count);
  for (let index = 0; index < count; index++) {
    const here = next + bits.rice(k);
    next = here + 1;
    const found = new Array(bits.gamma());
    const gap = parameter(texts, found.length);
    let text = 0;
    for (let place = 0; place < found.length; place++) {
      found[place] = text + bits.rice(gap);
      text = found[place] + 1;
    }
    if (here === term) return found;
  }
  return [];
}

/** The pieces that a text must have to hold a folded term. */
function pieces(term) {
  const characters = [...term];
  const length = Math.min(GRAM_MAX, characters.length);
  const all = characters.slice(length - 1).map((_, at) => characters.slice(at, at + length));
  const stride = Math.max(1, Math.ceil((all.length - 1) / (GRAMS_MAX - 1)));
  return all.filter((_, at) => at % stride === 0 || at === all.length - 1).map(hash);
}

/** The numbers of the texts that answer a query. */
async function answer(part, { wanted, facets }) {
  const looked = [...new Set([...wanted.flatMap(pieces), ...facets.map((facet) => hash([...facet]))])];
  const lists = await Promise.all(looked.map((term) => lookUp(part, term)));
  lists.sort((one, other) => one.length - other.length);
  return lists.reduce((common, list) => {
    const here = new Set(list);
    return common.filter((text) => here.has(text));
  });
}

// The page.

/** What the reader asks for now. */
function asked() {
  const facets = Object.entries({ company, author, year })
    .filter(([, { value }]) => value.trim() !== "")
    .map(([name, { value }]) => `\u0001${name}\u0001${value.trim()}`);
  return { query: field.value.trim(), wanted: terms(field.value), facets, only: only.checked };
}

let turn = 0;
let shown = { hits: [], count: 0 };

/** Searches for what is asked and shows the first hits. */
async function search() {
  const own = ++turn;
  const ask = asked();
  remember(ask);
  const part = ask.only ? "comparisons" : "essays";
  if (ask.wanted.length + ask.facets.length === 0) return show(own, [], say.lead);
  try {
    const about = { name: part, ...(await load("index.json", "json"))[part] };
    const hits = await answer(about, ask);
    if (own !== turn) return;
    shown = { own, ask, about, hits, count: hits.length, next: 0 };
    await show(own, hits, tell());
  } catch {
    if (own === turn) show(own, [], say.failed);
  }
}

async function show(own, hits, text) {
  status.textContent = text;
  list.replaceChildren();
  more.hidden = true;
  if (hits.length > 0) await showMore();
}

function tell() {
  const { ask, count } = shown;
  return count === 0 ? say.none : (ask.only ? say.comparisons : say.essays).replace("%", count);
}

/** Shows the next hits. */
async function showMore() {
  const { own, about, hits, next } = shown;
  shown.next = next + PAGE;
  more.hidden = true;
  const cards = await Promise.all(hits.slice(next, shown.next).map((hit) => card(about, hit)));
  if (own !== turn) return;
  const items = cards.map((one) => (about.name === "essays" ? essay(one) : comparison(one)));
  list.append(...items);
  more.hidden = shown.next >= hits.length;
  items.forEach((item) => item.reach && watch(item));
  if (next === 0) reachFirst(own, items);
}

/** Has the first hits show their words, one after another, as long as that is little. */
async function reachFirst(own, items) {
  let read = 0;
  for (const item of items.slice(0, EXCERPTS)) {
    if (own !== turn || read > EXCERPT_CHARACTERS) return;
    read += (await item.reach?.()) ?? 0;
  }
}

async function card({ name, cards }, hit) {
  const some = await load(`${name}/${Math.floor(hit / cards)}.json`, "json");
  return some[hit % cards];
}

function essay([title, href, name, date]) {
  const item = element("li", "hit-essay");
  const link = element("a", "title", title);
  link.href = address(href);
  item.append(link, byline(name, date));
  if (shown.ask.wanted.length > 0) {
    const { own } = shown;
    item.reach = once(() => excerpts(own, item, href));
  }
  return item;
}

function comparison([sentence, quote, href, title, name, date]) {
  const item = element("li", "hit-comparison");
  const link = element("a", "title", sentence);
  link.href = address(href);
  const words = element("blockquote", "excerpt");
  words.append(...marked(quote, 0, quote.length));
  item.append(link, words, byline(title, name, date));
  return item;
}

function byline(...parts) {
  const line = element("p", "byline");
  line.append(...parts.filter(Boolean).map((part) => element("span", "", part)));
  return line;
}

/** Shows under a hit its words, and returns how long its page is; takes the hit away when its page does not have them. */
async function excerpts(own, item, href) {
  const page = await load(href, "text").catch(() => null);
  if (page === null || own !== turn) return 0;
  const article = new DOMParser().parseFromString(page, "text/html").querySelector("main article");
  const found = article ? places(article, shown.ask.wanted) : [];
  if (found.length === 0) {
    item.remove();
    shown.count--;
    status.textContent = tell();
    return page.length;
  }
  let end = { nodes: null, at: 0 };
  const apart = [...found.entries()].filter(([, place]) => {
    const far = place.nodes !== end.nodes || place.at > end.at;
    if (far) end = { nodes: place.nodes, at: place.end + AROUND };
    return far;
  });
  for (const [index, { text, at, end }] of apart.slice(0, PLACES)) {
    const line = element("p", "excerpt");
    const link = element("a");
    link.href = address(href, index);
    link.append(...marked(text, Math.max(0, at - AROUND), Math.min(text.length, end + AROUND)));
    line.append(link);
    item.append(line);
  }
  return page.length;
}

/** A stretch of text with the terms in it marked. */
function marked(text, start, end) {
  const { folded, from, to } = fold(text);
  const marks = [];
  for (const term of shown.ask.wanted) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      marks.push([from[at], to[at + term.length - 1]]);
    }
  }
  marks.sort(([one], [other]) => one - other);
  const parts = [start > 0 ? "…" : ""];
  let at = start;
  for (const [first, last] of marks) {
    if (first < at || last > end) continue;
    parts.push(text.slice(at, first), element("mark", "hit", text.slice(first, last)));
    at = last;
  }
  parts.push(text.slice(at, end), end < text.length ? "…" : "");
  return parts;
}

/** The address of a hit, with what is to be marked there. */
function address(href, place) {
  const url = new URL(href, location);
  if (shown.ask.wanted.length > 0) url.searchParams.set("q", shown.ask.query);
  if (place > 0) url.searchParams.set("at", place);
  return url.href;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function once(work) {
  let done;
  return () => (done ??= work());
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    target.reach();
  }
});

/** Has a hit show its words when the reader scrolls, points or tabs to it. */
function watch(item) {
  item.addEventListener("pointerenter", item.reach);
  item.addEventListener("focusin", item.reach);
  // Not before the first scroll: what merely lies in the window is not asked for yet.
  addEventListener("scroll", () => seen.observe(item), { once: true, passive: true });
}

/** Keeps the question in the address, for the way back and for others. */
function remember({ query, only: onlyThese }) {
  const url = new URL(location);
  const fields = { q: query, company: company.value, author: author.value, year: year.value, only: onlyThese ? "1" : "" };
  for (const [name, value] of Object.entries(fields)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(null, "", url);
}

/** Offers the names to choose from, once the reader goes near them. */
const offer = once(async () => {
  const names = await load("names.json", "json");
  for (const [input, of] of [[company, names.companies], [author, names.authors]]) {
    input.list.replaceChildren(...of.map((name) => Object.assign(element("option"), { value: name })));
  }
});

let waiting;
form.addEventListener("input", ({ target }) => {
  clearTimeout(waiting);
  waiting = setTimeout(search, target === field ? PAUSE : 0);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});
more.addEventListener("click", async () => {
  const last = list.lastElementChild;
  await showMore();
  last?.nextElementSibling?.querySelector("a")?.focus();
});
for (const input of [company, author]) input.addEventListener("focus", offer, { once: true });

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const inField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (key === "/" && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.select();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (!step || (target !== field && !list.contains(target))) return;
  const links = [field, ...list.querySelectorAll("a")];
  const goal = links[links.indexOf(target) + step];
  if (!goal) return;
  event.preventDefault();
  goal.focus();
});

const before = new URLSearchParams(location.search);
for (const input of [field, company, author, year]) input.value = before.get(input.name) ?? "";
only.checked = before.has("only");
form.hidden = false;
if (before.size > 0) search();
else field.focus({ preventScroll: true });
