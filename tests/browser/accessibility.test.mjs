// axe finds no violation on any kind of page, in light and dark, on a phone and on a desk.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { launch, open } from "./browser.mjs";
import { address, buildAndServe, pageOfEachKind, sites } from "./site.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const [name, root] of Object.entries(await sites())) {
  test(name, async (t) => {
    const { site, server } = await buildAndServe(t, root);
    for (const { kind, file } of await pageOfEachKind(site)) {
      await t.test(kind, async () => {
        const { page, close } = await open(browser, server, address(site, file));
        await page.evaluate(axe);
        for (const colorScheme of ["light", "dark"]) {
          for (const width of [390, 1440]) {
            await page.emulateMedia({ colorScheme });
            await page.setViewportSize({ width, height: 900 });
            assert.deepEqual(await violations(page), [], `${colorScheme} at ${width} px`);
          }
        }
        await close();
      });
    }
  });
}

/** What axe finds wrong, with the first elements that are. */
async function violations(page) {
  const found = await page.evaluate(() => axe.run());
  return found.violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => ({ html, failureSummary })),
  }));
}
