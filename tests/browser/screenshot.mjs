// Takes the README's pictures from the demo site: node tests/browser/screenshot.mjs

import { join } from "node:path";

import { launch, open } from "./browser.mjs";
import { build, repository, serve } from "./site.mjs";

/** File, width, height and colours of each. */
const pictures = [
  ["screenshot.png", 1280, 900, "light"],
  ["tablet.png", 820, 1000, "dark"],
  ["phone.png", 390, 1000, "light"],
];

const site = await build(repository);
const server = await serve(site);
const browser = await launch();
for (const [name, width, height, colorScheme] of pictures) {
  const { page, close } = await open(browser, server, "/essays/2024/two-codes/", { width, colorScheme });
  await page.setViewportSize({ width, height });
  const path = join(repository, ".github", name);
  await page.screenshot({ path });
  await close();
  console.log(path);
}
await browser.close();
await server.close();
await site.remove();
