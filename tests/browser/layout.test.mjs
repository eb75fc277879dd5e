// Pages fit any screen, ask no other host, need no script; notes stand clear of one another.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, open, widths } from "./browser.mjs";
import { address, buildAndServe, pageOfEachKind, sites } from "./site.mjs";

/** Overlaps up to this many pixels come of rounding. */
const tolerance = 1.5;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const [name, root] of Object.entries(await sites())) {
  test(name, async (t) => {
    const { site, server } = await buildAndServe(t, root, "/仓库/");
    for (const { kind, file } of await pageOfEachKind(site)) {
      await t.test(kind, async () => {
        const texts = [];
        for (const javaScriptEnabled of [true, false]) {
          const path = address(site, file);
          const opened = await open(browser, server, path, { javaScriptEnabled });
          const { page, foreign, complaints, close } = opened;
          for (const width of widths) {
            await page.setViewportSize({ width, height: 900 });
            // Notes glide to their new places.
            await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
            const at = `at ${width} px, script: ${javaScriptEnabled}`;
            assert.deepEqual(await page.evaluate(overflow), [], `too wide ${at}`);
            assert.deepEqual(await page.evaluate(collisions, tolerance), [], `overlaps ${at}`);
          }
          assert.deepEqual(await page.evaluate(unpaired), [], "marks and notes");
          texts.push(await page.evaluate(readable));
          await close();
          assert.deepEqual(foreign, [], "asked of other hosts");
          assert.deepEqual(complaints, [], "complaints");
        }
        const [scripted, plain] = texts;
        assert.ok(plain.length > 0, "there is text");
        // A search without a script would need a server; the page says so and leads on.
        if (kind === "search/index.html") return;
        const missing = scripted.filter((line) => !plain.includes(line));
        assert.deepEqual(missing, [], "text that only a script shows");
      });
    }
    assert.ok((await countNotes(site)) > 0, "the site has notes to look at");
  });
}

/** How many notes stand beside the essays of a site. */
async function countNotes(site) {
  const essays = site.files.filter((file) => /^essays\/.*\.html$/.test(file));
  const pages = await Promise.all(essays.map((file) => site.read(file)));
  return pages.join("").split('role="doc-footnote"').length - 1;
}

// What follows runs in the page.

/** The elements that make the page scroll sideways. */
function overflow() {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > limit + 1)
    .slice(0, 5)
    .map((element) => element.outerHTML.slice(0, 120));
}

/** The text of the main part, a block a line, as far as one can see it. */
function readable() {
  return [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, td, th, dt, dd, pre)")]
    .filter((block) => block.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map((block) => block.innerText.trim())
    .filter((line) => line !== "");
}

/** Pairs of notes that overlap, and notes that overlap text or what is wide. */
function collisions(tolerance) {
  const box = (element) => ({ element, rect: element.getBoundingClientRect() });
  const seen = ({ rect }) => rect.width > 0 && rect.height > 0;
  const name = (element) => `${element.id || element.tagName}: ${element.innerText.slice(0, 30)}`;
  const overlap = (one, other) =>
    Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left) > tolerance &&
    Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top) > tolerance;
  const notes = [...document.querySelectorAll('[role="doc-footnote"] .c, [role="doc-footnote"].c')].map(box).filter(seen);
  const text = "main :is(p, li, h2, h3, table, pre, figure, img)";
  const others = [...document.querySelectorAll(text)]
    .filter((element) => !element.closest('[role="doc-footnote"]'))
    .map(box)
    .filter(seen);
  const faults = [];
  notes.forEach((note, index) => {
    for (const other of [...notes.slice(index + 1), ...others]) {
      if (!note.element.contains(other.element) && overlap(note, other)) {
        faults.push(`${name(note.element)} × ${name(other.element)}`);
      }
    }
  });
  return faults.slice(0, 10);
}

/** References without a note, notes without a reference back, marks without a reference. */
function unpaired() {
  const faults = [];
  for (const reference of document.querySelectorAll('[role="doc-noteref"]')) {
    const note = document.getElementById(decodeURIComponent(new URL(reference.href).hash.slice(1)));
    if (!note?.closest('[role="doc-footnote"]')) faults.push(`no note: ${reference.outerHTML}`);
    if (!document.getElementById(reference.getAttribute("aria-details"))) {
      faults.push(`no details: ${reference.outerHTML}`);
    }
  }
  for (const note of document.querySelectorAll('[role="doc-footnote"]')) {
    const targets = [...note.querySelectorAll("a[href^='#']")].map((link) => link.hash.slice(1));
    const back = targets.some((id) => document.getElementById(decodeURIComponent(id)));
    if (!back) faults.push(`no way back: ${note.outerHTML.slice(0, 200)}`);
  }
  const references = document.querySelectorAll('[role="doc-noteref"]').length;
  if (document.querySelector("article mark") && references === 0) faults.push("marks without notes");
  return faults;
}
