// An older address leads on, with its fragment where there are scripts, and without them too.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open } from "./browser.mjs";
import { build, serve } from "./site.mjs";

const essay = `---
title: 甲
name: 林一
time: 2013-08-13
aliases: [/旧/一, /old.html]
---
腾讯胜过阿里巴巴。

## 末节
`;

let browser, root, site, server;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "pangzhu-redirect-"));
  await mkdir(join(root, "content"));
  await writeFile(join(root, "content/微信.md"), essay);
  [browser, site] = await Promise.all([launch(), build(root, "/仓库/")]);
  server = await serve(site);
});
after(async () => {
  await browser.close();
  await server.close();
  await site.remove();
  await rm(root, { recursive: true });
});

for (const old of ["旧/一/", "旧/一", "old.html"]) {
  test(`/${old} leads on with its fragment`, async () => {
    // The server of these tests adds a slash and forgets the question.
    const question = old === "旧/一" ? "" : "?q=1";
    const { page, complaints, close } = await open(browser, server, `/仓库/${old}${question}#末节`);
    await page.waitForURL((url) => decodeURIComponent(url.pathname) === "/仓库/微信/");
    const { search, hash } = new URL(page.url());
    assert.deepEqual([search, decodeURIComponent(hash)], [question, "#末节"]);
    assert.equal(await page.evaluate(() => document.querySelector(":target").textContent.trim().slice(0, 2)), "末节");
    assert.deepEqual(complaints, []);
    await page.goBack();
    assert.equal(page.url(), "about:blank", "the older address is not gone back to");
    await close();
  });
}

test("without scripts it leads on all the same", async () => {
  const { page, close } = await open(browser, server, "/仓库/old.html", { javaScriptEnabled: false });
  await page.waitForURL((url) => decodeURIComponent(url.pathname) === "/仓库/微信/");
  assert.equal(await page.locator("h1").first().textContent(), "甲");
  await close();
});
