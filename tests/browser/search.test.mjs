// The search finds every essay that holds what is asked for, loads little, and leads to the
// very words; without a script the page leads elsewhere.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { launch, open } from "./browser.mjs";
import { address, build, buildAndServe, serve, sites } from "./site.mjs";

/** How many substrings are looked for on each site, and how many words: on the two sites that are
 * always there, 300 and 50. */
const substrings = 150;
const words = 25;
/** How many hits are followed to their words. */
const followed = 12;
/** What may be loaded before the first query, and for one, compressed as servers do. */
const firstBytes = 60_000;
const queryBytes = 100_000;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const [name, root] of Object.entries(await sites())) {
  test(name, async (t) => {
    const site = await build(root, "/仓库/");
    const server = await serve(site);
    const { page, foreign, complaints, close } = await open(browser, server, address(site, "search/index.html"));
    t.after(async () => {
      await close();
      await server.close();
      await site.remove();
    });
    const loaded = count(page);
    const essays = await readEssays(page, server, site);
    assert.ok(essays.length > 0);
    await page.reload({ waitUntil: "networkidle" });
    const random = generator(5);

    await t.test("substrings and words are found wherever they stand", async () => {
      const asked = [...draw(essays, substrings, random), ...drawWords(essays, words, random)];
      for (const query of asked) {
        const expected = await page.evaluate(holding, [essays, query]);
        assert.ok(expected.length > 0, query);
        const hits = await ask(page, query);
        const pictured = new Set(await page.evaluate(picturing, [essays, query]));
        assert.deepEqual(hits.filter((hit) => expected.includes(hit) || !pictured.has(hit)), expected, query);
      }
    });

    await t.test("little is loaded", async () => {
      loaded.reset();
      await page.goto(server.origin + address(site, "search/index.html"), { waitUntil: "networkidle" });
      assert.ok((await loaded.bytes()) <= firstBytes, `${await loaded.bytes()} at first`);
      const [query] = draw(essays, 1, random);
      loaded.reset();
      // Whoever asks for more hits than the first loads more.
      await page.fill("[name=q]", query);
      await page.locator("#hits > li").first().waitFor();
      await page.waitForTimeout(1000);
      assert.ok((await loaded.bytes()) <= queryBytes, `${await loaded.bytes()} for ${query}`);
    });

    await t.test("a hit leads to its words", async () => {
      for (const query of draw(essays, followed, random)) {
        await ask(page, query);
        await page.locator("#hits .excerpt a").first().click();
        const mark = page.locator("mark.hit:focus");
        await mark.waitFor();
        // A mark that crosses others is in pieces.
        const piece = fold(await mark.textContent());
        assert.ok(piece !== "" && fold(query).startsWith(piece), `${piece} of ${query}`);
        const { y, height } = await mark.boundingBox();
        assert.ok(y >= 0 && y + height <= 900, `${query} is in the window: ${y}`);
        await page.goBack();
      }
    });

    assert.deepEqual(foreign, []);
    assert.deepEqual(complaints, []);
  });
}

test("comparisons alone, names, keys, and no script", async (t) => {
  const { demo } = await sites();
  const { site, server } = await buildAndServe(t, demo);
  const { page, close } = await open(browser, server, "/search/?q=微信&only=1");
  const hits = page.locator("#hits > li");
  await hits.first().waitFor();
  assert.ok((await hits.count()) > 1);
  const href = await page.locator("#hits a.title").first().getAttribute("href");
  assert.match(href, /\?q=.*#n\.\d+$/);

  await page.fill("[name=q]", "");
  await page.uncheck("[name=only]");
  await page.focus("[name=company]");
  await page.waitForFunction(() => document.getElementById("companies").options.length > 1);
  await page.fill("[name=company]", "腾讯");
  await hits.first().waitFor();
  const of = await hits.count();
  await page.selectOption("[name=year]", "2013");
  await page.waitForFunction((before) => document.querySelectorAll("#hits > li").length < before, of);
  assert.equal(await hits.count(), 1);

  await page.locator("h1").click();
  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.className), "title");
  await close();

  const plain = await open(browser, server, "/search/", { javaScriptEnabled: false });
  assert.ok(await plain.page.locator("noscript a, main a").first().isVisible());
  assert.equal(await plain.page.locator("form.search").isVisible(), false);
  await plain.close();
});

/** Asks and returns the addresses of all essays that are shown as hits. */
async function ask(page, query) {
  await page.evaluate((text) => {
    const field = document.querySelector("[name=q]");
    field.value = text;
    document.getElementById("status").textContent = "";
    field.form.requestSubmit();
  }, query);
  await page.waitForFunction(() => document.getElementById("status").textContent !== "");
  for (const more = page.locator("#more"); await settled(page), await more.isVisible(); ) await more.click();
  const links = page.locator("#hits a.title");
  return (await links.evaluateAll((all) => all.map((one) => decodeURI(new URL(one.href).pathname)))).sort();
}

/** Waits until as many hits are shown as the button and the count say. */
async function settled(page) {
  await page.waitForFunction(() => {
    const found = Number(document.getElementById("status").textContent.match(/\d+/)?.[0] ?? 0);
    const shown = document.querySelectorAll("#hits > li").length;
    return document.getElementById("more").hidden ? shown === found : shown > 0 && shown % 10 === 0;
  });
}

/** The texts of all essays as their pages show them, a block an entry. */
async function readEssays(page, server, site) {
  const essays = site.files.filter((file) => /^essays\/.*\/index\.html$/.test(file));
  const texts = [];
  for (const file of essays) {
    const path = address(site, file);
    texts.push(await page.evaluate(async (url) => {
      const text = await (await fetch(url)).text();
      const article = new DOMParser().parseFromString(text, "text/html").querySelector("main article");
      if (!article) return null;
      // What stands for a picture is partly its own words and partly the theme's.
      const pictures = [...article.querySelectorAll(".picture, .e img")].map((one) => one.alt ?? one.textContent);
      article.querySelectorAll(".ref, .anchor, .no, .why, .by, .alert-title, .task, .picture").forEach((one) => one.remove());
      const blocks = new Map();
      const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const home = walker.currentNode.parentElement.closest("h1, .e :is(p, li, h2, h3, h4, h5, h6, td, th, pre, .party)");
        if (home) blocks.set(home, (blocks.get(home) ?? "") + walker.currentNode.data);
      }
      return { path: decodeURI(new URL(url, location).pathname), blocks: [...blocks.values()], pictures };
    }, path));
  }
  return texts.filter(Boolean);
}

/** The addresses of the essays that hold a text, by the page's own way of folding. */
async function holding([essays, query]) {
  const { fold, terms } = await import(new URL("../found.js", location));
  const wanted = terms(`"${query}"`);
  const holds = ({ blocks }) =>
    wanted.every((term) => blocks.some((block) => fold(block).folded.includes(term)));
  return essays.filter(holds).map(({ path }) => path).sort();
}

/** The addresses of the essays that have it in what stands for a picture. */
async function picturing([essays, query]) {
  const { fold } = await import(new URL("../found.js", location));
  const wanted = fold(query).folded;
  const has = ({ pictures }) => pictures.some((picture) => fold(picture).folded.includes(wanted));
  return essays.filter(has).map(({ path }) => path);
}

/** Substrings of two to six characters that have at least two letters. */
function draw(essays, count, random) {
  const drawn = [];
  while (drawn.length < count) {
    const { blocks } = essays[random(essays.length)];
    const characters = [...blocks[random(blocks.length)]];
    const length = 2 + random(5);
    if (characters.length < length) continue;
    const start = random(characters.length - length + 1);
    const text = characters.slice(start, start + length).join("");
    if (/^[\p{L}\p{N}]{2,}$/u.test(text)) drawn.push(text);
  }
  return drawn;
}

/** Latin words. */
function drawWords(essays, count, random) {
  const all = essays.flatMap(({ blocks }) => blocks.flatMap((block) => block.match(/\b[A-Za-z]{2,}\b/g) ?? []));
  return all.length === 0 ? [] : Array.from({ length: count }, () => all[random(all.length)]);
}

function fold(text) {
  return text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Numbers below a limit, the same in each run (mulberry32). */
function generator(seed) {
  return (limit) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), seed | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) % limit;
  };
}

/** Counts what a page loads; text is compressed on its way, an index's shards are not. */
function count(page) {
  let answers = [];
  page.on("response", (answer) => answers.push(answer));
  return {
    reset: () => (answers = []),
    bytes: async () => {
      const sizes = answers.map(async (answer) => {
        const body = await answer.body().catch(() => Buffer.alloc(0));
        return answer.url().endsWith(".bin") ? body.length : gzipSync(body).length;
      });
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    },
  };
}
