// Every link within a site leads to a file and an anchor that are there, at any base path.

import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";

import { read, readCss, readXml } from "./html.mjs";
import { address, basePaths, build, resolve, sites } from "./site.mjs";

for (const [name, root] of Object.entries(await sites())) {
  for (const basePath of basePaths) {
    test(`${name} at ${basePath}`, async () => {
      const site = await build(root, basePath);
      try {
        const { faults, reached } = await crawl(site);
        assert.deepEqual(faults.slice(0, 20), []);
        const pages = site.files.filter((file) => file.endsWith(".html") && file !== "404.html");
        const orphans = pages.filter((file) => !reached.has(file));
        assert.deepEqual(orphans, [], "pages that no link leads to");
      } finally {
        await site.remove();
      }
    });
  }
}

/** Follows every link of every file; `reached` are those that the home page leads to. */
async function crawl(site) {
  const faults = [];
  const pages = new Map();
  for (const file of site.files) {
    const page = await readFile(site, file);
    if (page) pages.set(file, page);
  }
  const leads = new Map();
  for (const [file, { links, base }] of pages) {
    leads.set(file, new Set());
    for (const { tag, name, value } of links) {
      const url = parse(value, base);
      if (!url || url.origin !== new URL(site.baseUrl).origin) continue;
      const complain = (what) => faults.push(`${file}: <${tag} ${name}="${value}">: ${what}`);
      // Servers and feed readers differ over anything else; a fragment never leaves the browser.
      if (/[^\x21-\x7e]|%[0-9a-f]?[a-f]/.test(value.split("#")[0])) complain("is not encoded");
      const answer = await resolve(site, url.href);
      if (answer.status !== 200) {
        complain(`answered with ${answer.status}`);
        continue;
      }
      leads.get(file).add(answer.file);
      const id = decodeURIComponent(url.hash.slice(1));
      if (id && !pages.get(answer.file)?.ids?.has(id)) complain("no such id");
    }
  }
  return { faults, reached: closure(leads, "index.html") };
}

async function readFile(site, file) {
  const base = new URL(address(site, file), site.baseUrl);
  const plain = (value) => ({ tag: posix.extname(file), name: "", value });
  if (file.endsWith(".html")) return { ...read(await site.read(file)), base };
  if (file.endsWith(".css")) return { links: readCss(await site.read(file)).map(plain), base };
  if (file.endsWith(".xml")) return { links: readXml(await site.read(file)).map(plain), base };
  return null;
}

function parse(value, base) {
  try {
    return new URL(value, base);
  } catch {
    return null;
  }
}

function closure(leads, start) {
  const reached = new Set([start]);
  for (const file of reached) {
    leads.get(file)?.forEach((next) => reached.add(next));
  }
  return reached;
}
