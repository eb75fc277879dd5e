// The preview: what is saved is seen without a reload, where one was reading.

import assert from "node:assert/strict";
import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open } from "./browser.mjs";
import { preview as serve, repository } from "./site.mjs";

const essay = "content/essays/2013/tencent-o2o.md";
const path = "/%E4%BB%93/essays/2013/tencent-o2o/";

let browser, root, preview, opened, page;

before(async () => {
  root = await mkdtemp(join(tmpdir(), "pangzhu-preview-"));
  await cp(join(repository, "content"), join(root, "content"), { recursive: true });
  preview = await serve(root, "--base-url", "/仓/");
  browser = await launch();
  opened = await open(browser, preview, path);
  page = opened.page;
  // What a reload would take away.
  await page.evaluate(() => (window.sameDocument = true));
});

after(async () => {
  await browser?.close();
  await preview?.close();
  await rm(root, { recursive: true, force: true });
});

test("an edited essay is shown at the same place, with what was opened", async () => {
  const edited = await page.evaluate(() => {
    const notes = [...document.querySelectorAll("aside details details")];
    notes.at(-1).open = true;
    const blocks = [...document.querySelectorAll("article .b > p")];
    const read = blocks[Math.floor(blocks.length / 2)];
    read.scrollIntoView({ block: "start", behavior: "instant" });
    window.read = read;
    window.words = read.innerText;
    window.top0 = read.getBoundingClientRect().top;
    return blocks[1].innerText.slice(0, 8);
  });
  const text = await readFile(join(root, essay), "utf8");
  const at = text.lastIndexOf(edited);
  assert.ok(at > 0, `the essay has ${edited}`);
  const longer = "多出来的一段话。".repeat(40);
  await writeFile(join(root, essay), `${text.slice(0, at)}${longer}\n\n${text.slice(at)}`);
  await page.waitForFunction(() => document.body.innerText.includes("多出来的一段话"));
  await page.waitForFunction(() => Math.abs(window.read.getBoundingClientRect().top - window.top0) < 2);
  const seen = await page.evaluate(() => ({
    same: window.sameDocument,
    words: window.read.isConnected && window.read.innerText === window.words,
    open: document.querySelectorAll("aside details details[open]").length,
  }));
  assert.deepEqual(seen, { same: true, words: true, open: 1 });
  await writeFile(join(root, essay), text);
  await page.waitForFunction(() => !document.body.innerText.includes("多出来的一段话"));
});

test("a broken header is said over the page, and no more when it is mended", async () => {
  const text = await readFile(join(root, essay), "utf8");
  const overlay = page.locator("#pangzhu-preview .faults");
  const before = await overlay.count();
  const faults = () => page.evaluate(() => document.getElementById("pangzhu-preview").shadowRoot.textContent);
  assert.doesNotMatch(await faults(), /well-formed/);
  await writeFile(join(root, essay), text.replace("title:", "title: [\nx:"));
  await overlay.getByText("not well-formed").first().waitFor();
  const said = await faults();
  assert.match(said, /tencent-o2o\.md:\d+:\d+/);
  assert.match(said, /title: \[/);
  assert.match(said, /\^/);
  await writeFile(join(root, essay), text);
  await overlay.getByText("not well-formed").first().waitFor({ state: "detached" });
  assert.equal(await overlay.count(), before);
});

test("a template that fails leaves the last good page under what is said", async () => {
  const template = join(root, "templates/essay.html");
  await mkdir(join(root, "templates"), { recursive: true });
  await writeFile(template, "{% if %}");
  await page.locator("#pangzhu-preview .faults").getByText("cannot be built").waitFor();
  assert.match(await page.locator("article h1").innerText(), /腾讯/);
  await rm(template);
  await page.locator("#pangzhu-preview").getByText("cannot be built").waitFor({ state: "detached" });
});

test("a style sheet is taken over without a reload", async () => {
  await mkdir(join(root, "static"), { recursive: true });
  await writeFile(join(root, "static/style.css"), "h1 { color: rgb(1, 2, 3) }");
  const colour = (wanted) =>
    page.waitForFunction((wanted) => getComputedStyle(document.querySelector("h1")).color === wanted, wanted);
  await colour("rgb(1, 2, 3)");
  await writeFile(join(root, "static/style.css"), "h1 { color: rgb(3, 2, 1) }");
  await colour("rgb(3, 2, 1)");
  await page.waitForFunction(() => document.querySelectorAll('head link[rel="stylesheet"]').length === 1);
  assert.equal(await page.evaluate(() => window.sameDocument), true);
});

test("nothing was asked of others and nothing complained of", () => {
  assert.deepEqual(opened.foreign, []);
  const real = opened.complaints.filter((one) => !one.includes("/.pangzhu/events"));
  assert.deepEqual(real, []);
});
