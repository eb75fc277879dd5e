// Starts Chromium and opens pages in it that may talk to nobody but the test's own server.

import { chromium } from "playwright-core";

/** Starts Debian's Chromium; `close()` when done. */
export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      // Chromium refuses to run as root, as in a container, with its sandbox.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The widths of a small phone, a phone, a tablet, the least with a margin, and two desks. */
export const widths = [360, 390, 820, 1000, 1440, 1920];

/**
 * Opens a page of `server`; `options` are those of a browser context, `init` runs in the page
 * before anything of it. What it asked of other
 * hosts, and what it complained of, is gathered in `foreign` and `complaints`.
 */
export async function open(browser, server, path, { width = 1440, init, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  const page = await context.newPage();
  if (init) await page.addInitScript(init);
  const foreign = [];
  const complaints = [];
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(server.origin) || url.startsWith("data:")) return route.continue();
    foreign.push(url);
    return route.abort();
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("response", (response) => {
    // Browsers ask for an icon of their own accord.
    if (response.status() >= 400 && response.url() !== server.origin + "/favicon.ico" && response.url() !== page.url()) {
      complaints.push(`${response.status()}: ${response.url()}`);
    }
  });
  await page.goto(server.origin + path, { waitUntil: "load" });
  return { page, foreign, complaints, close: () => context.close() };
}
