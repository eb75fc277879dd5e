// How long a reader waits for the first hit: `node tests/browser/search-speed.mjs FOLDER [QUERIES]`
// builds the site in FOLDER with the program that $PANGZHU names, best a released one, asks for
// strings drawn from its essays, each in a fresh page with nothing in its cache, and prints
// milliseconds from the last key to the first hit with its words. Times vary by machine: no test.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { launch } from "./browser.mjs";
import { address, build, serve } from "./site.mjs";

const [root, count = "60"] = process.argv.slice(2);
if (!root) throw new Error("which folder?");

const queries = await draw(join(root, "content"), Number(count));
const site = await build(root);
const server = await serve(site);
const browser = await launch();
const waits = [];
for (const query of queries) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + address(site, "search/index.html"), { waitUntil: "networkidle" });
  waits.push(await page.evaluate(async (text) => {
    const field = document.querySelector("[name=q]");
    const hits = document.getElementById("hits");
    const shown = new Promise((done) => {
      const look = () => hits.querySelector("li .excerpt a") && done(performance.now());
      new MutationObserver(look).observe(hits, { childList: true, subtree: true });
    });
    field.value = text;
    const begun = performance.now();
    field.form.requestSubmit();
    return (await shown) - begun;
  }, query));
  await context.close();
}
await browser.close();
await server.close();
await site.remove();

waits.sort((one, other) => one - other);
const at = (part) => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))].toFixed(0);
console.log(`${waits.length} queries: median ${at(0.5)} ms, 95 of 100 within ${at(0.95)} ms, longest ${at(1)} ms`);

/** Strings of two to six characters out of essays, the same in each run. */
async function draw(folder, wanted) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".md")).sort();
  const drawn = [];
  for (let number = 0; drawn.length < wanted; number++) {
    const text = await readFile(join(folder, names[(number * 7919) % names.length]), "utf8");
    const body = [...text.slice(text.indexOf("\n---", 4) + 4)];
    const start = (number * 104_729) % body.length;
    const query = body.slice(start, start + 2 + (number % 5)).join("");
    if (/^\p{L}{2,}$/u.test(query)) drawn.push(query);
  }
  return drawn;
}
