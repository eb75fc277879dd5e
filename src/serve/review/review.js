// The review over a page of the preview: a bar that tells what was found in the essay, takes
// what is decided on it and what is written beside it, and leads on to the next.
//
// Every change waits for the one before, and is shown as done when the preview says that the
// disk has it. The page itself stays as it is: what is spoken of is lit without touching it.

import { PageText } from "./review-text.js";

const FOLDER = "/.pangzhu/review/";
const RELATIONS = ["superior", "equal", "different", "rival"];
const KINDS = ["旁批", "眉批", "夹批"];
const DRIFTS = ["kept", "moved", "changed", "orphaned"];
/** What lights up on the page, beside the page's own marks. */
const LIGHTS = `
  ::highlight(pangzhu-here) { background-color: light-dark(#ffd76e, #7a5c10); }
  ::highlight(pangzhu-notes) { text-decoration: underline 2px dotted light-dark(#9d2f1b, #e9927c); }
  @media print { ::highlight(pangzhu-here) { background-color: transparent; } }`;

const preview = () => document.getElementById("pangzhu-preview");
const token = preview().dataset.token;
const stored = (name) => sessionStorage.getItem(`pangzhu-review-${name}`);
const store = (name, value) => sessionStorage.setItem(`pangzhu-review-${name}`, value);
/** Tells this window's steps from those of others. */
const ownWindow = stored("window") ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
store("window", ownWindow);

let state;
let words = {};
let page;
/** The id of the comparison that is spoken of, and where it stood in the list. */
let current = stored("go") ?? undefined;
let place = 0;
/** The last selection in the essay: a touch on the bar may take it away. */
let selected;
let changes = Promise.resolve();
let panel;

const say = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** Makes an element; strings are its text. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}

const host = make("div", { id: "pangzhu-review" });
const root = host.attachShadow({ mode: "open" });
const toggle = make("button", { type: "button", onclick: () => open(!isOpen()) });
const progress = make("p");
const keys = make("div", { class: "keys", role: "group" });
const list = make("ol");
const side = make("div", { class: "panel" });
const entries = make("details", { class: "entries" });
const status = make("p", { role: "status", "aria-live": "polite" });
const main = make("div", { class: "main" }, make("div", {}, list, entries), side);
const bar = make("section", { class: "bar" }, make("header", {}, toggle, progress), keys, status, main);
root.append(make("link", { rel: "stylesheet", href: "/.pangzhu/review.css" }), bar);

const isOpen = () => stored("open") === "yes";

function open(yes) {
  store("open", yes ? "yes" : "no");
  draw();
  if (yes) here();
  else lights();
}

/** Asks the preview; what it refuses is thrown as text. */
async function ask(endpoint, body) {
  const headers = { "Content-Type": "application/json", "X-Pangzhu-Token": token };
  const options = body && { method: "POST", headers, body: JSON.stringify({ window: ownWindow, ...body }) };
  let response;
  try {
    response = await fetch(FOLDER + endpoint.split("/").map(encodeURIComponent).join("/"), options);
  } catch {
    throw say("error_gone");
  }
  const answer = await response.json().catch(() => ({ error: "gone", why: response.statusText }));
  if (!response.ok) throw words[`error_${answer.error}`] ?? answer.why;
  return answer;
}

/** Asks for a change, after those that were asked for before. */
function change(endpoint, body, done) {
  changes = changes.then(async () => {
    bar.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(endpoint, body);
      await load();
      done(answer);
    } catch (why) {
      announce(say("error", { why }));
    } finally {
      bar.removeAttribute("aria-busy");
    }
  });
  return changes;
}

const announce = (text) => (status.textContent = text);

/** Learns how far the essay is. */
async function load() {
  const essay = preview().dataset.essay;
  if (!essay) return host.remove();
  try {
    state = await ask(`essay/${essay}`);
  } catch {
    return host.remove();
  }
  words = state.words;
  page = new PageText(state.text, state.footnotes_start);
  if (!host.isConnected) document.body.append(host);
  draw();
  lights();
}

/** The comparisons: those that wait first, the least sure of them before others. */
function listed() {
  const doubt = (one) => (one.decision === "open" ? Math.abs(one.confidence - 0.5) : 1);
  return [...state.comparisons].sort((one, other) => doubt(one) - doubt(other));
}

const chosen = () => state.comparisons.find((one) => one.id === current);
const waiting = () => state.comparisons.filter((one) => one.decision === "open");

function draw() {
  const all = listed();
  if (!chosen()) current = all[Math.min(place, all.length - 1)]?.id;
  place = all.findIndex((one) => one.id === current);
  const here = waiting().length;
  bar.setAttribute("aria-label", say("title"));
  toggle.replaceChildren(say(isOpen() ? "close" : "title"));
  toggle.setAttribute("aria-expanded", isOpen());
  progress.textContent = say("progress", { here, ...state.progress });
  for (const part of [keys, main]) part.hidden = !isOpen();
  drawKeys();
  list.setAttribute("aria-label", say("list"));
  const focused = root.activeElement?.dataset?.id;
  list.replaceChildren(...all.map((one) => make("li", {}, item(one))));
  if (!all.length) list.append(make("li", {}, say("none")));
  if (focused) list.querySelector('[aria-current="true"]')?.focus({ preventScroll: true });
  drawEntries();
  room();
}

const ACTIONS = [
  ["k", "previous", () => step(-1)],
  ["j", "next", () => step(1)],
  ["y", "keep", () => decide("keep")],
  ["n", "reject", () => decide("reject")],
  ["e", "edit", () => editForm()],
  ["a", "note", () => noteForm()],
  ["u", "undo", () => undo()],
  ["g", "queue", () => next()],
  ["s", "statistics", () => statistics()],
];

function drawKeys() {
  if (keys.children.length) return;
  keys.setAttribute("aria-label", say("title"));
  for (const [key, name, act] of ACTIONS) {
    keys.append(make("button", { type: "button", "data-act": name, "aria-keyshortcuts": key, onclick: act }, say(name), make("kbd", { "aria-hidden": "true" }, key)));
  }
}

function item(one) {
  const names = one.sides.flatMap((side, nth) => [
    nth ? " ↔ " : "",
    one.favours === nth ? make("b", { title: say("favours", { name: side.surface }) }, side.surface) : side.surface,
  ]);
  const facts = [
    say(one.relation),
    one.favours === null ? "" : say("favours", { name: one.sides[one.favours]?.surface }),
    one.aspect,
    one.rule,
    one.confidence === null ? "" : say("sure", { percent: Math.round(one.confidence * 100) }),
    one.annotator,
  ];
  return make(
    "button",
    { type: "button", class: "item", "data-id": one.id, "data-decision": one.decision, "aria-current": one.id === current ? "true" : undefined, onclick: () => choose(one.id) },
    make("span", { class: "is" }, say(`is_${one.decision}`)),
    make("span", { class: "who" }, ...names.filter(Boolean)),
    make("small", {}, facts.filter(Boolean).join(" · ")),
    make("small", { class: "quote" }, one.quote),
  );
}

function drawEntries() {
  const { length } = state.entries;
  entries.hidden = !length;
  if (!length) return;
  const count = (drift) => state.entries.filter((one) => one.drift === drift).length;
  const counts = Object.fromEntries(DRIFTS.map((drift) => [drift, count(drift)]));
  // What is lost is said first.
  const sorted = [...state.entries].sort((one, other) => DRIFTS.indexOf(other.drift) - DRIFTS.indexOf(one.drift));
  entries.replaceChildren(
    make("summary", {}, `${say("entries")} · ${say("drift", counts)}`),
    make("ul", {}, ...sorted.map((one) => make("li", { class: "entry", "data-drift": one.drift }, ...entry(one)))),
  );
  if (counts.orphaned) entries.open = true;
}

function entry(one) {
  const kind = one.body === null ? say(`entry_${one.decision}`) : say("entry_note");
  const show = one.drift === "orphaned" ? "perhaps" : "show";
  return [
    make("small", {}, [kind, one.annotator, one.time].filter(Boolean).join(" · "), " ", make("span", { class: "drift" }, one.drift === "kept" ? "" : say(one.drift))),
    make("blockquote", { class: "quote" }, one.quote),
    one.body === null ? undefined : make("p", {}, one.body),
    one.passage ? make("button", { type: "button", onclick: () => goTo(one.passage) }, say(show)) : undefined,
  ];
}

/** Leaves as much room below the page as the bar takes, and puts what else stands there above it. */
function room() {
  const height = host.isConnected ? `${bar.offsetHeight}px` : "";
  document.body.style.paddingBottom = height;
  document.documentElement.style.scrollPaddingBottom = height;
  preview().style.bottom = height;
}
new ResizeObserver(room).observe(bar);

/** Lights the comparison that is spoken of, or another passage, and what notes are about. */
function lights(passage = isOpen() && chosen()?.passage) {
  if (!CSS.highlights) return;
  const notes = isOpen() ? state.entries.filter((one) => one.body !== null && one.drift !== "orphaned") : [];
  CSS.highlights.set("pangzhu-here", new Highlight(...(passage ? reading().ranges(passage) : [])));
  CSS.highlights.set("pangzhu-notes", new Highlight(...notes.flatMap((one) => reading().ranges(one.passage))));
}

/** Lights a passage and brings it to where one reads. */
function goTo(passage) {
  lights(passage);
  const [range] = reading().ranges(passage);
  if (!range) return;
  const folded = range.startContainer.parentElement.closest("details:not([open])");
  if (folded) folded.open = true;
  const { top, bottom } = range.getBoundingClientRect();
  const free = innerHeight - bar.offsetHeight;
  if (top < 60 || bottom > free - 20) scrollBy({ top: top - free / 3, behavior: "instant" });
}

function here() {
  list.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  if (chosen()) goTo(chosen().passage);
}

function choose(id) {
  current = id;
  close();
  draw();
  here();
}

function step(by) {
  const all = listed();
  const found = all[Math.min(Math.max(all.findIndex((one) => one.id === current) + by, 0), all.length - 1)];
  if (!found) return;
  choose(found.id);
  announce(found.sides.map((side) => side.surface).join(" ↔ "));
}

function decide(decision, more = {}) {
  const one = chosen();
  if (!one) return;
  const who = one.sides.map((side) => side.surface).join(" ↔ ");
  // On to the next that waits, before the answer: it is shown as decided only then.
  const rest = listed().filter((other) => other.decision === "open" && other.id !== one.id);
  const { essay } = state;
  change("decide", { essay, id: one.id, decision, ...more }, () => {
    const left = waiting().length ? "" : ` ${say("here_done")}`;
    announce(say("saved", { what: `${say(`entry_${decision}`)} ${who}` }) + left);
    here();
  });
  if (rest.length) current = rest[0].id;
  draw();
}

function undo() {
  change("undo", {}, ({ essay, href }) => {
    const elsewhere = essay !== state.essay;
    announce(say(elsewhere ? "undone_elsewhere" : "undone", { essay: href ?? essay }));
    here();
  });
}

/** Goes to what waits next in the whole archive, and was not passed over. */
async function next() {
  await changes;
  try {
    const queue = await ask("queue");
    const skipped = new Set(JSON.parse(stored("skipped") ?? "[]"));
    if (current) skipped.add(`${state.essay} ${current}`);
    const name = (one) => `${one.essay} ${one.id}`;
    const found = queue.next.find((one) => !skipped.has(name(one))) ?? queue.next[0];
    if (!found) return announce(say("all_done"));
    store("skipped", JSON.stringify([...skipped].slice(-queue.next.length)));
    if (found.essay === state.essay) return choose(found.id);
    store("go", found.id);
    location.assign(found.href);
  } catch (why) {
    announce(say("error", { why }));
  }
}

/** Shows something beside the list, and gives it the focus. */
function show(title, ...children) {
  panel = title;
  side.replaceChildren(make("h2", { tabindex: "-1" }, title), ...children);
  const first = side.querySelector("textarea, input") ?? side.querySelector("h2");
  first.focus();
  first.scrollIntoView({ block: "nearest" });
}

function close() {
  if (panel === undefined) return;
  panel = undefined;
  const within = side.contains(root.activeElement);
  side.replaceChildren();
  if (within) toggle.focus();
}

const field = (label, control) => make("label", {}, label, control);
const select = (name, options, value) =>
  make("select", { name }, ...options.map(([key, text]) => make("option", { value: key, selected: String(key) === String(value) }, text)));
const buttons = () =>
  make("div", { class: "row" }, make("button", { class: "primary" }, say("save")), make("button", { type: "button", onclick: close }, say("cancel")));

function form(submit, ...children) {
  const element = make("form", {}, ...children, buttons());
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(element);
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.requestSubmit();
  });
  return element;
}

function editForm() {
  const one = chosen();
  if (!one) return;
  const rows = make("div");
  const better = select("favours", [], "");
  const drawBetter = () => {
    const value = better.value || String(one.favours ?? "");
    const names = [...rows.querySelectorAll("[name=surface]")].map((input) => input.value);
    better.replaceChildren(...select("", [["", say("neither")], ...names.map((name, nth) => [nth, name || nth + 1])], value).children);
  };
  const row = (side) => {
    const number = rows.children.length + 1;
    const company = side?.declared?.companies ?? [];
    rows.append(
      make(
        "fieldset",
        { "data-class": side?.declared?.is_class },
        field(say("side", { number }), make("input", { name: "surface", value: side?.declared?.surface ?? side?.surface ?? "", oninput: drawBetter, required: number < 3 })),
        field(say("company"), make("input", { name: "company", value: company.join("、") })),
      ),
    );
    drawBetter();
  };
  one.sides.forEach(row);
  const submit = (element) => {
    const sides = [...rows.children].flatMap((set) => {
      const [surface, company] = [...set.querySelectorAll("input")].map((input) => input.value.trim());
      const companies = company.split(/[、,，]/).map((name) => name.trim()).filter(Boolean);
      return surface ? [{ surface, companies, is_class: "class" in set.dataset && !companies.length }] : [];
    });
    const favours = element.elements.favours.value;
    decide("edit", {
      sides,
      relation: element.elements.relation.value,
      favours: favours === "" ? null : Number(favours),
      aspect: element.elements.aspect.value.trim() || null,
    });
    close();
  };
  show(
    say("edit"),
    form(
      submit,
      rows,
      make("button", { type: "button", onclick: () => row() }, say("add_side")),
      field(say("relation"), select("relation", RELATIONS.map((name) => [name, say(name)]), one.relation)),
      field(say("better"), better),
      field(say("aspect"), make("input", { name: "aspect", value: one.aspect ?? "" })),
    ),
  );
}

/** What a note would be about: what is selected, else the comparison that is spoken of. */
function subject() {
  const passage = selected;
  if (passage) return { passage, quote: state.text.slice(...passage) };
  const one = chosen();
  return one && { id: one.id, quote: one.quote, light: one.passage };
}

function noteForm() {
  const about = subject();
  if (!about) return announce(say("note_needs"));
  lights(about.passage ?? about.light);
  const submit = (element) => {
    const { id, passage, quote } = about;
    const on = passage ? { passage, quote } : { id };
    const body = element.elements.body.value;
    if (!body.trim()) return element.elements.body.focus();
    change("note", { essay: state.essay, ...on, body, kind: element.elements.kind.value }, () => {
      close();
      selected = undefined;
      announce(say("saved", { what: say("entry_note") }));
    });
  };
  show(
    say("note"),
    form(
      submit,
      make("p", { class: "quote" }, say("note_on", { quote: about.quote })),
      field(say("note_body"), make("textarea", { name: "body", required: true })),
      field(say("kind"), select("kind", KINDS.map((kind) => [kind, kind]), KINDS[0])),
    ),
  );
}

async function statistics() {
  try {
    const { rules, added } = await ask("statistics");
    const cells = ["is_kept", "entry_edit", "is_rejected", "is_open", "right"];
    const rows = rules.map((one) => {
      const decided = one.kept + one.edited + one.rejected;
      const right = decided ? `${Math.round((100 * one.kept) / decided)}%` : "–";
      const values = [one.kept, one.edited, one.rejected, one.open, right];
      return make("tr", {}, make("th", { scope: "row" }, one.words), ...values.map((value) => make("td", {}, String(value))));
    });
    const head = make("tr", {}, ...["rule", ...cells].map((name) => make("th", { scope: "col" }, say(name))));
    show(
      say("statistics"),
      make("div", { class: "scrolls", tabindex: "0", role: "group", "aria-label": say("statistics") }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows))),
      make("p", {}, say("added", { count: added })),
      make("button", { type: "button", onclick: close }, say("close")),
    );
  } catch (why) {
    announce(say("error", { why }));
  }
}

document.addEventListener("keydown", (event) => {
  if (!state || !host.isConnected || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && isOpen()) return close();
  const [target] = event.composedPath();
  if (target.matches?.("input, textarea, select, [contenteditable]")) return;
  if (event.key === "r" && !isOpen()) return open(true);
  const action = isOpen() && ACTIONS.find(([key]) => key === event.key);
  if (!action) return;
  event.preventDefault();
  action[2]();
});

/** The page's letters as they are now: a save may have changed them since they were last read. */
function reading() {
  if (!page.isWhole()) page = new PageText(state.text, state.footnotes_start);
  return page;
}

document.addEventListener("selectionchange", () => {
  if (!state) return;
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!document.querySelector("article")?.contains(range.commonAncestorContainer)) return;
  // A save that comes in between takes pieces off the selection: what was selected counts.
  const isSame = page.isWhole();
  const passage = reading().passage(range);
  const isPiece = passage && selected && selected[0] <= passage[0] && passage[1] <= selected[1];
  if (isSame || !isPiece) selected = passage;
});
// Who clicks elsewhere on the page has let go of what was selected.
document.addEventListener("pointerdown", (event) => {
  if (!event.composedPath().includes(host)) selected = undefined;
});

document.adoptedStyleSheets.push(new CSSStyleSheet());
document.adoptedStyleSheets.at(-1).replaceSync(LIGHTS);
await load();
if (stored("go")) sessionStorage.removeItem("pangzhu-review-go");
if (state && isOpen()) here();
// Each look may have seen another essay, or what others decided.
new MutationObserver(() => (changes = changes.then(load))).observe(preview(), { attributes: true, attributeFilter: ["data-look"] });
