// Notes stand beside their marks as near as there is room, never on one another or on what
// is wide, never cut, never moving the text; every one is reached by key.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";

import { launch, open } from "./browser.mjs";
import { writeManyNotes } from "./many-notes.mjs";
import { address, buildAndServe, repository, sites } from "./site.mjs";

/** A small phone, a phone, a tablet, the least with a full margin, two desks. */
const widths = [360, 414, 820, 1024, 1440, 1920];
/** How many essays of the optional samples are looked at: those with the most notes. */
const samplesSeen = 5;
/** How far, in pixels, notes of the demo essay may stand from their marks on average. */
const meanMax = 20;
/** How much farther than at the best places that there are. */
const worseMax = 1.15;
/** What rounding to half lines and to pixels may add to each note, in pixels. */
const rounding = 1.5;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const found = await sites();
const many = await writeManyNotes();
process.on("exit", () => rm(many, { recursive: true, force: true }));
const cases = { demo: [repository, ["essays/2013/tencent-o2o/index.html"]], "two hundred notes": [many, ["essays/many/index.html"]] };
if (found.samples) cases.samples = [found.samples, null];

for (const [name, [root, given]] of Object.entries(cases)) {
  test(name, async (t) => {
    const { site, server } = await buildAndServe(t, root);
    for (const file of given ?? (await mostNotes(site, samplesSeen))) {
      await t.test(file, async (t) => {
        for (const javaScriptEnabled of [true, false]) {
          const path = address(site, file);
          await t.test(`script: ${javaScriptEnabled}`, (t) => atAllWidths(t, server, path, javaScriptEnabled, name));
        }
        await t.test("zoom and spacing", () => roomy(server, address(site, file)));
        for (const width of [414, 1440]) {
          await t.test(`keys at ${width} px`, () => keys(server, address(site, file), width));
        }
      });
    }
  });
}

async function atAllWidths(t, server, path, javaScriptEnabled, name) {
  for (const width of widths) {
    const options = { width, javaScriptEnabled, reducedMotion: "reduce" };
    const { page, close } = await open(browser, server, path, { ...options, init: javaScriptEnabled && watchShifts });
    if (javaScriptEnabled) await settled(page);
    const at = `at ${width} px`;
    const seen = await page.evaluate(examine);
    assert.deepEqual(seen.faults, [], at);
    assert.ok(seen.hole <= 1, `text moved by ${seen.hole} px ${at}`);
    if (javaScriptEnabled) assert.equal(seen.shift, 0, `layout shift ${at}`);
    if (seen.notes.length > 0) {
      const { mean, best } = distances(seen);
      t.diagnostic(`${at}: ${seen.notes.length} notes, ${mean.toFixed(1)} px from their marks; at best ${best.toFixed(1)}`);
      if (name === "demo") assert.ok(mean <= meanMax, `${mean} px ${at}`);
      if (javaScriptEnabled && !seen.full) assert.ok(mean <= best * worseMax + rounding, `${mean} px, best ${best} ${at}`);
    }
    await close();
  }
}

/** Waits until the script has placed the notes and they stay. */
async function settled(page) {
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));
}

/** The mean distance of notes from their marks, and the least that there can be. */
function distances({ notes, parts }) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const best = parts.flatMap(({ from, to, notes }) => nearest(notes, from, to));
  return { mean: mean(notes.map(({ top, wanted }) => Math.abs(top - wanted))), best: mean(best) };
}

/**
 * The distances of notes at the places of least sum, between `from` and `to`, in order and
 * without overlap: dynamic programming over whole pixels, with nothing of the program's own way.
 */
function nearest(notes, from, to) {
  if (notes.length === 0) return [];
  const total = notes.reduce((sum, { height }) => sum + height, 0);
  const room = Math.max(0, Math.floor(to - from - total));
  // cost[s]: least sum where the notes so far have at most `s` pixels of free space above.
  let cost = new Float64Array(room + 1);
  let above = from;
  for (const { wanted, height } of notes) {
    const next = new Float64Array(room + 1);
    for (let space = 0; space <= room; space++) {
      const own = cost[space] + Math.abs(above + space - wanted);
      next[space] = space > 0 ? Math.min(next[space - 1], own) : own;
    }
    cost = next;
    above += height;
  }
  return notes.map(() => cost[room] / notes.length);
}

/** Every note, the way back from it, and all that can be followed, is reached by Tab. */
async function keys(server, path, width) {
  const { page, close } = await open(browser, server, path, { width, reducedMotion: "reduce" });
  // Folded notes have their way back inside.
  await page.evaluate(() => document.querySelectorAll(".note > details").forEach((one) => (one.open = true)));
  const stops = await page.evaluate(() => {
    self.waiting = new Set(document.querySelectorAll(".e :is([role=doc-noteref], .no, summary)"));
    self.waiting.forEach((one) => one.checkVisibility() || self.waiting.delete(one));
    addEventListener("focusin", ({ target }) => self.waiting.delete(target));
    return document.querySelectorAll("a, summary, input, [tabindex]").length;
  });
  const left = () => page.evaluate(() => self.waiting.size);
  // A press takes a frame or more: where there are hundreds of stops, each is asked whether it
  // takes the focus, and whether Tab passes it.
  if (stops > 400) await page.evaluate(() => self.waiting.forEach((one) => one.tabIndex === 0 && one.focus()));
  for (let pressed = 0; pressed < stops + 20 && (await left()) > 0; pressed += 50) {
    await Promise.all(Array.from({ length: 50 }, () => page.keyboard.press("Tab")));
  }
  const missed = await page.evaluate(() => [...self.waiting].map((one) => one.outerHTML.slice(0, 80)));
  assert.deepEqual(missed.slice(0, 5), []);
  const notes = await page.evaluate(() => [".e .note", ".e .note a.no"].map((one) => document.querySelectorAll(one).length));
  assert.equal(notes[0], notes[1], "each note has a way back");
  await close();
}

/** Larger type, wider spacing and a fourfold zoom lose nothing and cover nothing. */
async function roomy(server, path) {
  const { page, close } = await open(browser, server, path, { reducedMotion: "reduce" });
  const spaced = "* { letter-spacing: .12em !important; word-spacing: .16em !important } p { line-height: 2 !important }";
  for (const [width, size, css] of [[1440, "huge", ""], [1024, "large", ""], [1440, "normal", spaced], [320, "normal", ""]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate((size) => (document.getElementById(`size-${size}`).checked = true), size);
    await page.evaluate(restyle, css);
    await settled(page);
    const { faults } = await page.evaluate(examine);
    assert.deepEqual(faults, [], `${width} px, ${size}${css && ", spaced"}`);
    await page.reload();
  }
  await close();
}

async function mostNotes(site, count) {
  const essays = site.files.filter((file) => /^essays\/.*\/index\.html$/.test(file));
  const counted = await Promise.all(essays.map(async (file) => ({ file, notes: (await site.read(file)).split("doc-footnote").length - 1 })));
  return counted.sort((a, b) => b.notes - a.notes).slice(0, count).map(({ file }) => file);
}

// What follows runs in the page.

/** Adds up what moves without the reader's doing. */
function watchShifts() {
  self.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (self.shifted += value))).observe({ type: "layout-shift", buffered: true });
}

function restyle(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}

/** Notes with their places, faults that a reader would see, and how far the text was moved. */
function examine() {
  const text = document.querySelector(".e");
  const line = parseFloat(getComputedStyle(text).lineHeight);
  const boxes = [...text.querySelectorAll(".note > .c")].filter((box) => box.checkVisibility());
  const beside = boxes.filter((box) => getComputedStyle(box).float !== "none");
  const faults = [];
  const name = (element) => element.closest("[id]")?.id ?? element.className;
  const rect = (element) => element.getBoundingClientRect();
  const meet = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5 && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5;
  const rects = boxes.map(rect);
  const wide = [...text.querySelectorAll(".wide")];
  rects.forEach((one, at) => {
    rects.slice(at + 1).forEach((other, more) => meet(one, other) && faults.push(`${name(boxes[at])} × ${name(boxes[at + 1 + more])}`));
    wide.forEach((other) => meet(one, rect(other)) && faults.push(`${name(boxes[at])} lies over what is wide`));
    if (one.left < 0 || one.right > innerWidth) faults.push(`${name(boxes[at])} leaves the page`);
    const inside = boxes[at].querySelector(".x");
    if (inside.checkVisibility() && rect(inside).bottom > one.bottom + 1.5) faults.push(`${name(boxes[at])} is cut`);
  });
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push("scrolls sideways");
  const middle = (element) => {
    const first = element?.getClientRects()[0];
    return first && (first.top + first.bottom) / 2;
  };
  // Where a note should stand: at the first mark of its passage that shows, within four lines
  // of its number.
  const notes = beside.map((box) => {
    const aside = box.closest(".note");
    const key = `[data-k~="${aside.dataset.k}"]`;
    const block = aside.closest(".b");
    const number = middle(block.querySelector(`a${key}`));
    const mark = middle(block.querySelector(`mark:is(.s, .q)${key}`));
    const style = getComputedStyle(box);
    return {
      top: rect(box).top,
      wanted: Math.max(mark ?? number, number - 4 * line) - parseFloat(style.lineHeight) / 2,
      height: box.offsetHeight + parseFloat(style.marginBottom),
      part: wide.filter((one) => one.compareDocumentPosition(aside) & 4).length,
    };
  });
  const area = rect(text);
  const parts = [];
  for (let part = 0; part <= wide.length; part++) {
    const here = notes.filter((note) => note.part === part);
    const height = here.reduce((sum, note) => sum + note.height, 0);
    const from = part ? rect(wide[part - 1]).bottom : area.top;
    const to = part < wide.length ? rect(wide[part]).top : area.bottom;
    parts.push({ from, to: Math.max(to, from + height), notes: here, full: part < wide.length && from + line / 2 + height > to });
  }
  // Text moved: against the same page without its notes.
  const ends = () => [...text.querySelectorAll(".b > :not(.note)")].map((block) => rect(block).top - rect(text).top);
  let hole = 0;
  if (beside.length > 0) {
    const before = ends();
    boxes.forEach((box) => (box.closest(".note").style.display = "none"));
    ends().forEach((end, at) => (hole = Math.max(hole, Math.abs(before[at] - end))));
  }
  return { faults: faults.slice(0, 10), notes, parts, hole, shift: self.shifted, full: parts.some(({ full }) => full) };
}
