// The review: what is decided and written in the preview stands in the notes file, follows the
// essay, and is nowhere in what is published.

import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open } from "./browser.mjs";
import { build, preview as serve, repository } from "./site.mjs";

const essay = "content/essays/2013/tencent-o2o.md";
const notes = essay.replace(/md$/, "notes.yaml");
const path = "/essays/2013/tencent-o2o/";
const annotator = "林";
/** A paragraph with markup, and one after it, that the test adds to the essay. */
const added = ["为了试一试，这里有**加重的字**和`代码`，也有[链接](https://example.com/)，都在一段里。", "这是它后面的一段，没有别的。"];

let browser, root, preview, opened, page, bar;

before(async () => {
  root = await mkdtemp(join(tmpdir(), "pangzhu-review-"));
  await cp(join(repository, "content"), join(root, "content"), { recursive: true });
  await rm(join(root, notes), { force: true });
  const text = await readFile(join(root, essay), "utf8");
  await writeFile(join(root, essay), `${text.trimEnd()}\n\n${added.join("\n\n")}\n`);
  preview = await serve(root, "--annotator", annotator);
  browser = await launch();
  opened = await open(browser, preview, path);
  page = opened.page;
  page.setDefaultTimeout(10_000);
  bar = page.locator("#pangzhu-review");
  await bar.getByRole("button", { name: "审阅" }).waitFor();
});

after(async () => {
  await browser?.close();
  await preview?.close();
  await rm(root, { recursive: true, force: true });
});

const written = () => readFile(join(root, notes), "utf8").catch(() => "");
const said = (text) => bar.locator("[role=status]").filter({ hasText: text }).waitFor();
const decided = async () => ((await written()).match(/^ +decision:/gm) ?? []).length;
const is = (name) => bar.locator(`.item[data-decision=${name}]`).count();

test("ten comparisons are reviewed with the keyboard, each on the disk before it is shown", async () => {
  assert.equal(await bar.locator(".item").first().isVisible(), false, "the bar is folded at first");
  await page.keyboard.press("r");
  await bar.locator(".item[aria-current=true]").waitFor();
  const waiting = await is("open");
  assert.ok(waiting >= 10, `${waiting} comparisons wait`);
  for (let nth = 1; nth <= 10; nth++) {
    if (nth === 4) for (const key of ["j", "k"]) await page.keyboard.press(key);
    await page.keyboard.press(nth % 3 ? "y" : "n");
    await page.waitForFunction((left) => document.querySelector("#pangzhu-review").shadowRoot.querySelectorAll('.item[data-decision="open"]').length === left, waiting - nth);
    assert.equal(await decided(), nth);
  }
  assert.deepEqual([await is("kept"), await is("rejected")], [7, 3]);
  const text = await written();
  assert.match(text, /^comparisons:\n  - quote: /);
  assert.equal(text.match(new RegExp(`annotator: ${annotator}`, "g")).length, 10);
});

test("what was done last is taken back, and nothing else", async () => {
  const before = await written();
  await page.keyboard.press("n");
  while ((await decided()) < 11) await page.waitForTimeout(20);
  await page.keyboard.press("u");
  await said("已撤销");
  assert.equal(await written(), before);
});

test("a comparison is edited in a form", async () => {
  await page.keyboard.press("e");
  const form = bar.locator("form");
  await form.locator("[name=aspect]").fill("试的事");
  await form.locator("[name=relation]").selectOption("different");
  await form.locator("[name=favours]").selectOption("");
  await form.getByRole("button", { name: "保存" }).click();
  await bar.locator(".item[data-decision=declared]").waitFor();
  assert.match(await written(), /decision: edit\n.*\n? +relation: different\n +favours: none\n +aspect: 试的事\n/);
});

test("notes are written on what is selected, over markup and over paragraphs", async () => {
  // From one word to another, wherever they stand.
  const choose = (from, to) =>
    page.evaluate(([from, to]) => {
      const find = (words) => {
        const walker = document.createTreeWalker(document.querySelector("article .e"), NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const at = node.data.indexOf(words);
          if (at >= 0) return [node, at];
        }
        throw new Error(words);
      };
      const [start, end] = [find(from), find(to)];
      getSelection().setBaseAndExtent(start[0], start[1], end[0], end[1] + to.length);
    }, [from, to]);
  for (const [from, to, body] of [
    ["这里有", "链接", "*一*，在标记上"],
    ["都在一段里", "后面的一段", "二，在两段上"],
  ]) {
    // As a hand does that sees a save take its selection away: it selects again.
    do {
      await choose(from, to);
      await page.waitForTimeout(300);
    } while (await page.evaluate(() => getSelection().isCollapsed));
    await page.keyboard.press("a");
    await page.keyboard.type(body);
    await page.keyboard.press("Control+Enter");
    await said("批注");
    await bar.locator("form").waitFor({ state: "detached" });
    // The page follows what was written; a hand is not as quick to select the next words.
    const shown = page.locator("aside.note.hand", { hasText: body.replaceAll("*", "") });
    await shown.waitFor({ state: "attached" });
  }
  const text = await written();
  assert.match(text, /- quote: 这里有加重的字和代码，也有链接\n/);
  assert.match(text, /都在一段里。\n+ +这是它后面的一段/);
  assert.equal(await decided(), 11, "decisions are as they were");
});

test("after a reload all is there", async () => {
  await page.reload();
  await bar.locator(".entry").first().waitFor({ state: "attached" });
  assert.deepEqual([await is("kept"), await is("rejected"), await is("declared")], [7, 3, 1]);
  assert.equal(await bar.locator(".entry[data-drift=kept]").count(), 13);
  const lit = await page.evaluate(() => [...CSS.highlights.get("pangzhu-notes")].map(String).join(""));
  assert.equal(lit, "这里有加重的字和代码，也有链接都在一段里。这是它后面的一段");
});

test("statistics count what was decided", async () => {
  await page.keyboard.press("s");
  const rows = bar.locator("tbody tr");
  await rows.first().waitFor();
  const sums = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent))).reduce((sum, row) => sum.map((one, at) => one + row[at])),
  );
  assert.deepEqual(sums.slice(0, 3), [7, 1, 3]);
});

test("the queue leads to what waits in other essays", async () => {
  const queue = await page.evaluate(() => fetch("/.pangzhu/review/queue").then((answer) => answer.json()));
  assert.equal(queue.progress.open, queue.next.length);
  const other = queue.next.some((one) => one.essay !== essay);
  assert.ok(other, "the demo has more essays");
  for (let tries = 0; tries < queue.next.length && page.url().endsWith(path); tries++) {
    const left = page.waitForURL((url) => !url.href.endsWith(path), { timeout: 1000 }).catch(() => {});
    await page.keyboard.press("g");
    await left;
  }
  assert.ok(!page.url().endsWith(path), "another essay is open");
  await bar.locator(".item[aria-current=true]").waitFor();
  await page.goto(preview.origin + path);
  await bar.locator(".item[aria-current=true]").waitFor();
});

test("an edited essay says what became of notes and decisions", async () => {
  const text = await readFile(join(root, essay), "utf8");
  // One note's words change a little, the other's are gone.
  const edited = text.replace("这里有**加重的字**", "这里也有**加重的字**").replace("都在一段里。", "").replace(added[1], "换成了完全不同的结尾。");
  await writeFile(join(root, essay), edited);
  await bar.locator(".entry[data-drift=orphaned]").waitFor();
  assert.equal(await bar.locator(".entry[data-drift=orphaned]").count(), 1);
  assert.equal(await bar.locator(".entry[data-drift=changed]").count(), 1);
  assert.match(await bar.locator("details.entries summary").innerText(), /改动 1，失落 1/);
  assert.equal(await decided(), 11, "nothing is dropped from the file");
  await writeFile(join(root, essay), text);
  await bar.locator(".entry[data-drift=orphaned]").waitFor({ state: "detached" });
});

test("nothing of the review is published", async () => {
  const site = await build(root);
  const published = await site.read(`${path.slice(1)}index.html`);
  for (const words of ["<em>一</em>，在标记上", "二，在两段上"]) assert.ok(published.includes(words), words);
  for (const file of site.files.filter((name) => /\.(html|js|css|json)$/.test(name))) {
    assert.doesNotMatch(await site.read(file), /pangzhu-review|\.pangzhu\/|审阅/, file);
  }
  assert.ok(!site.files.some((name) => /(^|\/)review/.test(name)));
  await site.remove();
  assert.deepEqual((await readdir(join(root, "content/essays/2013"))).filter((name) => name.startsWith(".")), []);
});

test("on a phone it fits, and fingers hit it", async () => {
  const phone = await open(browser, preview, path, { width: 390, colorScheme: "dark", hasTouch: true });
  const touched = phone.page.locator("#pangzhu-review");
  await touched.getByRole("button", { name: "审阅" }).tap();
  await touched.locator(".item").first().waitFor();
  const faults = await touched.evaluate((host) =>
    [...host.shadowRoot.querySelectorAll("button, summary")]
      .map((one) => ({ name: one.textContent.slice(0, 20), box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 44 || box.width < 44 || box.right > innerWidth + 0.5))
      .map(({ name }) => name),
  );
  assert.deepEqual(faults, []);
  await touched.getByRole("button", { name: "写批注" }).tap();
  await touched.locator("textarea").waitFor();
  assert.equal(await phone.page.evaluate(() => document.documentElement.scrollWidth), 390);
  await phone.close();
});

test("nothing was asked of others and nothing complained of", () => {
  assert.deepEqual(opened.foreign, []);
  assert.deepEqual(opened.complaints.filter((one) => !one.includes("/.pangzhu/events")), []);
});
