// An essay is light, asks for little, reads in order without style and script, and its text
// is copied without its notes; readers' choices work by themselves and last.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { launch, open } from "./browser.mjs";
import { build, repository, serve } from "./site.mjs";

/** The demo essay: some 2 700 characters with 16 notes. */
const essay = "/essays/2013/tencent-o2o/";
/** What an essay of 4 000 characters with 15 notes may weigh, all its files packed. */
const weightMax = 60_000;
/** What the script may weigh, packed. */
const scriptMax = 3_000;

let browser, site, server;
before(async () => {
  [browser, site] = await Promise.all([launch(), build(repository)]);
  server = await serve(site);
});
after(async () => {
  await browser.close();
  await server.close();
  await site.remove();
});

test("an essay is light", async () => {
  const { page, close } = await open(browser, server, "/", {});
  const responses = [];
  page.on("response", (response) => responses.push(response));
  await page.goto(server.origin + essay, { waitUntil: "networkidle" });
  const sizes = new Map(await Promise.all(responses.map(async (one) => [one.url(), gzipSync(await one.body()).length])));
  const weight = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const text = await page.evaluate(() => document.querySelector(".e").innerText.length);
  // As if it were of 4 000 characters.
  assert.ok(weight * Math.max(1, 4000 / text) <= weightMax, `${weight} bytes`);
  const script = [...sizes].find(([url]) => url.includes(".js"));
  assert.ok(script[1] <= scriptMax, `script of ${script[1]} bytes`);
  await close();
});

test("a copied paragraph has no note in it", async () => {
  const { page, close } = await open(browser, server, essay);
  const { copied, plain } = await page.evaluate(() => {
    const paragraph = document.querySelector(".b p:has(mark)");
    getSelection().selectAllChildren(paragraph);
    const bare = paragraph.cloneNode(true);
    bare.querySelectorAll(".ref").forEach((one) => one.remove());
    return { copied: String(getSelection()), plain: bare.textContent };
  });
  const text = (one) => one.replace(/[\s\u2060]/g, "");
  assert.equal(text(copied), text(plain));
  await close();
});

test("without style and script, each note follows its paragraph", async () => {
  const { page, close } = await open(browser, server, essay, { javaScriptEnabled: false });
  const html = await page.content();
  const order = [...html.matchAll(/id="(f|n)\.(\d+)"/g)].map(([, kind, number]) => `${kind}${number}`);
  for (const note of order.filter((id) => id.startsWith("n"))) {
    const reference = order.indexOf(`f${note.slice(1)}`);
    assert.ok(reference >= 0 && reference < order.indexOf(note), `${note} in ${order}`);
  }
  const numbers = order.filter((id) => id.startsWith("n")).map((id) => Number(id.slice(1)));
  assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));
  await close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`choices work, script: ${javaScriptEnabled}`, async () => {
    const { page, close } = await open(browser, server, essay, { javaScriptEnabled, colorScheme: "light" });
    const note = page.locator(".note.auto .c").first();
    const paper = () => page.locator("html").evaluate((root) => getComputedStyle(root).backgroundColor);
    const light = await paper();
    await page.locator(".settings > summary").click();
    await page.locator("#theme-dark").check();
    assert.notEqual(await paper(), light);
    await page.locator("#notes-hand").check();
    assert.equal(await note.isVisible(), false);
    await page.locator("#notes-only").check();
    assert.equal(await note.isVisible(), true);
    assert.equal(await page.locator(".b > p").first().isVisible(), false);
    if (javaScriptEnabled) {
      const dark = await paper();
      await page.goto(server.origin + "/");
      assert.equal(await paper(), dark, "kept on another page");
      await page.goto(server.origin + essay);
      assert.equal(await page.locator("#notes-only").isChecked(), true);
    }
    await close();
  });
}

test("the note in focus stands at its passage, and mark and note light up together", async () => {
  const { page, close } = await open(browser, server, essay, { reducedMotion: "reduce" });
  const off = () =>
    page.evaluate(() => {
      const top = (element) => element.getClientRects()[0].top;
      return [...document.querySelectorAll(".note")].map((note) => {
        const mark = note.closest(".b").querySelector(`:is(.s, .q, .m)[data-k~="${note.dataset.k}"]`);
        return Math.abs(top(note.querySelector(".c")) - top(mark));
      });
    });
  const distances = await off();
  const farthest = distances.indexOf(Math.max(...distances));
  await page.locator(".note .no").nth(farthest).focus();
  const line = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector(".e")).lineHeight));
  const focused = (await off())[farthest];
  // Its number may stand four lines below the first word that is marked.
  assert.ok(focused < line * 5, `${focused} px, before ${distances[farthest]} px`);
  const lit = await page.evaluate(() => {
    const note = document.activeElement.closest(".note");
    const mark = note.closest(".b").querySelector(`mark[data-k~="${note.dataset.k}"]`);
    return [mark, note.querySelector(".c")].map((one) => getComputedStyle(one).backgroundColor);
  });
  assert.equal(lit[0], lit[1]);
  assert.notEqual(lit[0], "rgba(0, 0, 0, 0)");
  await close();
});

test("a company's card shows where its name is pointed at", async () => {
  const { page, close } = await open(browser, server, essay);
  const name = page.locator(".e .co").first();
  const card = page.locator(`.card[id="${await name.getAttribute("aria-describedby")}"]`);
  assert.equal(await card.isVisible(), false);
  await name.focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  assert.equal(await card.isVisible(), true);
  await page.keyboard.press("Escape");
  assert.equal(await card.isVisible(), false);
  await close();
});

test("paper has every note in full", async () => {
  const { page, close } = await open(browser, server, essay, { width: 700 });
  await page.emulateMedia({ media: "print" });
  const notes = page.locator(".note .say");
  for (let at = 0; at < (await notes.count()); at++) assert.equal(await notes.nth(at).isVisible(), true);
  await close();
});
