// axe finds no violation on any kind of page, in light and dark, on a phone and on a desk.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { launch, open } from "./browser.mjs";
import { address, build, pageOfEachKind, serve, sites } from "./site.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const [name, root] of Object.entries(await sites())) {
  test(name, async (t) => {
    const site = await build(root);
    const server = await serve(site);
    t.after(async () => {
      await server.close();
      await site.remove();
    });
    for (const { kind, file } of await pageOfEachKind(site)) {
      for (const colorScheme of ["light", "dark"]) {
        for (const width of [390, 1440]) {
          await t.test(`${kind} ${colorScheme} ${width}`, async () => {
            const { page, close } = await open(browser, server, address(site, file), { width, colorScheme });
            await page.evaluate(axe);
            const { violations } = await page.evaluate(() => axe.run());
            const found = violations.map(({ id, help, nodes }) => ({
              id,
              help,
              nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => ({ html, failureSummary })),
            }));
            await close();
            assert.deepEqual(found, []);
          });
        }
      }
    }
  });
}
