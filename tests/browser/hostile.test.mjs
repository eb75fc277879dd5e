// Hostile texts at every place where text enters run nothing, ask nobody and change nothing of
// the page about them: with the page's policy, and with it taken away.
//
// Each page is read and looked into without being run, and compared with its twin's. Then all
// are run, many of them in one document: a browser takes what stands behind `</html>` for a part
// of the body. Some of each kind are run by themselves too.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";

import { launch } from "./browser.mjs";
import { hostileSettings, hostileSites, payloads } from "./hostile.mjs";
import { inspect } from "./inspect.mjs";
import { address, build, serve } from "./site.mjs";

/** How many bytes of pages are run in one document. */
const TOGETHER_BYTES = 1_500_000;
/** How many pages of a kind are run by themselves. */
const OF_A_KIND = 3;
/** How many pages are looked into at a time. */
const AT_ONCE = 50;
/** What a browser says of pictures that are not there, and of many documents in one. */
const isExpected = /status of 404|outside the document's <head>/;
const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/g;

let browser, texts;
const roots = {};
const sites = {};
before(async () => {
  [browser, texts] = await Promise.all([launch(), payloads()]);
  assert.ok(texts.length >= 400, "the payloads are there");
  [roots.hostile, roots.twin] = await hostileSites(texts);
  [roots.settings, roots.settingsTwin] = await hostileSettings(texts);
  await Promise.all(Object.entries(roots).map(async ([name, root]) => (sites[name] = await build(root))));
});
after(async () => {
  await browser.close();
  await Promise.all(Object.values(sites).map((site) => site.remove()));
  await Promise.all(Object.values(roots).map((root) => rm(root, { recursive: true })));
});

const pages = (site) => site.files.filter((file) => file.endsWith(".html"));
const kind = (file) => file.split("/")[0];

/** Serves a site to a context of the browser that tells what is run and asked there. */
async function watch(site) {
  const server = await serve(site);
  const context = await browser.newContext();
  const happened = new Set();
  await context.exposeFunction("tell", (what) => happened.add(what));
  await context.addInitScript(() => {
    const ran = () => tell(`a script ran at ${location}`);
    Object.defineProperty(window, "pwned", { get: () => ran(), set: ran });
  });
  const own = new Map([["/.none", "<!doctype html>"]]);
  await context.route(
    ({ href, pathname }) => own.has(decodeURI(pathname)) || !href.startsWith(server.origin + "/"),
    (route) => {
      const { href, pathname } = new URL(route.request().url());
      const body = own.get(decodeURI(pathname));
      if (href.startsWith(server.origin + "/")) return route.fulfill({ contentType: "text/html; charset=utf-8", body });
      if (!/^(data:image\/|about:)/.test(href)) happened.add(`asked ${href}`);
      return route.abort();
    },
  );
  context.on("page", (page) => {
    page.on("dialog", (dialog) => (happened.add(`a dialog at ${page.url()}`), dialog.dismiss()));
    page.on("popup", () => happened.add("another window"));
    page.on("pageerror", (error) => happened.add(String(error)));
    page.on("console", (message) => isExpected.test(message.text()) || happened.add(`said ${message.text()}`));
  });
  const page = await context.newPage();
  return { server, page, own, happened, close: () => Promise.all([context.close(), server.close()]) };
}

/** Looks into pages without running them: what they hold that they must not, and their shape. */
async function lookInto(site) {
  const { server, page, happened, close } = await watch(site);
  await page.goto(server.origin + "/.none");
  await page.evaluate(inspect);
  const found = new Map();
  const files = pages(site);
  for (let first = 0; first < files.length; first += AT_ONCE) {
    const some = files.slice(first, first + AT_ONCE);
    const seen = await page.evaluate((all) => Promise.all(all.map((url) => globalThis.lookInto(url))), some.map((file) => address(site, file)));
    some.forEach((file, at) => found.set(file, seen[at]));
  }
  const shapes = new Map(await page.evaluate(() => [...globalThis.shapes]));
  const feeds = site.files.filter((file) => file.endsWith(".xml")).map((file) => address(site, file));
  const faults = await page.evaluate((all) => Promise.all(all.map((url) => globalThis.lookIntoFeed(url))), feeds);
  await close();
  return { found, shapes, faults: [...faults.flat(), ...happened] };
}

for (const [name, twin] of [["hostile", "twin"], ["settings", "settingsTwin"]]) {
  test(`${name}: pages and feeds hold nothing that runs, and are built as their twins'`, async () => {
    const [own, harmless] = await Promise.all([lookInto(sites[name]), lookInto(sites[twin])]);
    const known = new Map();
    for (const [file, { elements }] of harmless.found) {
      if (!known.has(kind(file))) known.set(kind(file), new Set());
      elements.forEach((id) => known.get(kind(file)).add(harmless.shapes.get(id)));
    }
    const faults = own.faults;
    for (const [file, { faults: held, elements, shape }] of own.found) {
      faults.push(...held.map((fault) => `${file}: ${fault}`));
      if (kind(file) === "s" && shape !== harmless.found.get(file)?.shape) faults.push(`${file} is built otherwise`);
      const strange = elements.map((id) => own.shapes.get(id)).find((element) => !known.get(kind(file))?.has(element));
      if (strange) faults.push(`${file} has ${strange}`);
    }
    assert.deepEqual(faults.slice(0, 20), [], `${faults.length} faults`);
  });
}

for (const [how, change] of [
  ["with the policy", (html) => html],
  ["with the policy taken away", (html) => html.replace(policy, "")],
]) {
  test(`nothing runs and nobody is asked, ${how}`, async () => {
    for (const site of [sites.hostile, sites.settings]) {
      const { server, page, own, happened, close } = await watch(site);
      let together = "";
      const documents = [];
      const add = (body) => own.set(documents[documents.push(`/.document/${documents.length}`) - 1], body);
      const count = new Map();
      for (const file of pages(site)) {
        const html = change(await site.read(file));
        const number = (count.get(kind(file)) ?? 0) + 1;
        count.set(kind(file), number);
        if (number <= OF_A_KIND) own.set(documents[documents.push(decodeURI(address(site, file))) - 1], html);
        // What leads on would end the document for the others.
        if (!/data-to=/.test(html)) together += html;
        if (together.length > TOGETHER_BYTES) {
          add(together);
          together = "";
        }
      }
      add(together);
      for (const path of documents) {
        await page.goto(server.origin + encodeURI(path), { waitUntil: "load" });
        await page.evaluate(stir);
      }
      for (const file of site.files.filter((file) => /^[^/]+\.(xml|svg)$/.test(file))) await page.goto(server.origin + address(site, file)).catch(() => {});
      assert.deepEqual([...happened].slice(0, 20), []);
      await close();
    }
  });
}

/** Does what a reader might, all over the essays, to what is no mere text. */
function stir() {
  for (const one of document.querySelectorAll(".e :not(p, a, mark, li, td, th, tr, ul, ol, h2, code)")) {
    for (const name of ["click", "mouseover", "focus", "error", "load", "toggle"]) one.dispatchEvent(new Event(name));
  }
}

test("what the search shows is text", async () => {
  const { server, page, happened, close } = await watch(sites.hostile);
  await page.goto(`${server.origin}/.none`);
  await page.goto(`${server.origin}/search/?q=${encodeURIComponent("引")}`);
  await page.evaluate(inspect);
  const settle = () => page.waitForFunction(() => document.querySelectorAll("#hits li").length > 0);
  await settle();
  for (let more = 0; more < 10 && (await page.locator("#more").isVisible()); more++) await page.locator("#more").click();
  await page.evaluate(async () => {
    for (const one of document.querySelectorAll("#hits li")) await one.reach?.();
  });
  for (const query of texts.filter((_, index) => index % 10 === 0)) {
    await page.evaluate((text) => {
      document.querySelector("form.search").elements.q.value = text;
      document.querySelector("form.search").requestSubmit();
    }, query);
  }
  const strange = await page.evaluate(() => {
    const plain = /^(li|a|p|span|mark|blockquote)$/;
    const hits = [...document.querySelectorAll("#hits *, #status *")].filter((one) => !plain.test(one.localName));
    return [...hits.map((one) => one.outerHTML), ...globalThis.faultsOf(document, document)];
  });
  assert.deepEqual(strange.slice(0, 20), []);
  assert.deepEqual([...happened].slice(0, 20), []);
  await close();
});
