// The Nu HTML checker finds no error in any kind of page, and the feeds are well formed.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch } from "./browser.mjs";
import { build, pageOfEachKind, sites } from "./site.mjs";

const checker = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

/** How many essays are checked beside the largest page of each kind. */
const essaysChecked = 60;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const [name, root] of Object.entries(await sites())) {
  test(name, async (t) => {
    const site = await build(root);
    t.after(() => site.remove());
    await t.test("HTML", async () => {
      const kinds = (await pageOfEachKind(site)).map(({ file }) => file);
      const essays = site.files.filter((file) => /^essays\/.*\/index\.html$/.test(file));
      const files = new Set([...kinds, ...essays.slice(0, essaysChecked)]);
      assert.deepEqual(await complaints(site, [...files]), []);
    });
    await t.test("XML", async () => {
      const page = await browser.newPage();
      for (const file of site.files.filter((one) => one.endsWith(".xml"))) {
        const fault = await page.evaluate((text) => {
          const parsed = new DOMParser().parseFromString(text, "application/xml");
          return parsed.querySelector("parsererror")?.textContent ?? null;
        }, await site.read(file));
        assert.equal(fault, null, file);
      }
      await page.close();
    });
  });
}

/** What the checker says, a line a complaint. */
async function complaints(site, files) {
  const paths = files.map((file) => join(site.root, file));
  const options = ["-Xss4m", "-jar", checker, "--errors-only", "--format", "json"];
  const report = await new Promise((done) => {
    // The checker's exit code says only that there are complaints.
    execFile("java", [...options, ...paths], { maxBuffer: 1 << 28 }, (_, out, err) => done(err || out));
  });
  return JSON.parse(report)
    .messages.filter(({ type }) => type !== "info")
    .map(({ url, lastLine, lastColumn, message, extract }) => {
      const file = decodeURIComponent(url ?? "").replace(/.*\/public\//, "");
      return `${file}:${lastLine}:${lastColumn}: ${message} (${extract?.trim()})`;
    });
}
