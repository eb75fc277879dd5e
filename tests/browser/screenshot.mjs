// Takes the README's picture from the demo site: node tests/browser/screenshot.mjs

import { join } from "node:path";

import { launch, open } from "./browser.mjs";
import { build, repository, serve } from "./site.mjs";

const picture = join(repository, ".github/screenshot.png");

const site = await build(repository);
const server = await serve(site);
const browser = await launch();
const { page } = await open(browser, server, "/essays/2024/two-codes/", { width: 1280, deviceScaleFactor: 1 });
await page.screenshot({ path: picture });
await browser.close();
await server.close();
await site.remove();
console.log(picture);
