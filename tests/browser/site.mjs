// Builds sites into temporary folders, lists their pages and serves them as GitHub Pages does.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cp, mkdtemp, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = process.env.PANGZHU ?? join(repository, "target/debug/pangzhu");

/** The two kinds of address a site can have: a host of its own, and a folder of one. */
export const basePaths = ["/", "/仓库/"];

const origin = "https://example.github.io";

/** Builds the site in `root` for `basePath`; `remove()` when done. */
export async function build(root, basePath = "/") {
  const folder = await mkdtemp(join(tmpdir(), "pangzhu-"));
  const output = join(folder, "public");
  const baseUrl = origin + basePath;
  await promisify(execFile)(program, ["build", "--root", root, "--base-url", baseUrl, "--output", output]);
  return {
    root: output,
    basePath,
    baseUrl,
    files: (await list(output)).sort(),
    read: (file) => readFile(join(output, file), "utf8"),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** The sites to be tested: folder by name. */
export async function sites() {
  const found = { demo: repository, "every block": join(repository, "tests/sites/blocks") };
  // Optional: a folder of saved essays beside the repository.
  const samples = join(repository, "../shared/samples/essays");
  if (await exists(samples)) {
    const root = await mkdtemp(join(tmpdir(), "pangzhu-samples-"));
    process.on("exit", () => rm(root, { recursive: true, force: true }));
    await mkdir(join(root, "content"));
    await cp(samples, join(root, "content/essays"), { recursive: true });
    found.samples = root;
  }
  return found;
}

/**
 * The pages by kind, the largest of each: `essays/*` is any page two folders deep below
 * `essays`. Years and months count as `*` too, so that no page kind needs to be named here.
 */
export async function pageOfEachKind(site) {
  const kinds = new Map();
  for (const file of site.files.filter((name) => name.endsWith(".html"))) {
    const [first, ...rest] = file.split("/");
    const kind = [first, ...rest.slice(0, -1).map(() => "*"), ...rest.slice(-1)].join("/");
    const { size } = await stat(join(site.root, file));
    if (size > (kinds.get(kind)?.size ?? 0)) kinds.set(kind, { file, size });
  }
  return [...kinds].map(([kind, { file }]) => ({ kind, file }));
}

/** The address of an output file below the site's base path, encoded. */
export function address(site, file) {
  const page = file.replace(/(^|\/)index\.html$/, "$1");
  return encodeURI(site.basePath + page);
}

const types = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** Starts the preview of the site in `root` on a free port; `close()` when done. */
export async function preview(root, ...options) {
  const child = spawn(program, ["serve", "--root", root, "--port", "0", ...options], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, PANGZHU_LANG: "en" },
  });
  const ended = new Promise((done) => child.once("exit", (code) => done(code)));
  const origin = await new Promise((done, fail) => {
    let text = "";
    child.stdout.on("data", (piece) => {
      text += piece;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
      if (found) done(found[0]);
    });
    child.once("exit", () => fail(new Error(`no preview: ${text}`)));
  });
  return {
    origin,
    close: async () => {
      child.kill("SIGINT");
      assert.equal(await ended, 0, "Ctrl-C ends it well");
    },
  };
}

/** Serves a built site at its base path on a free port; `close()` when done. */
export async function serve(site) {
  const server = createServer(async (request, response) => {
    const { status, file, location } = await resolve(site, request.url);
    if (location) {
      response.writeHead(status, { location }).end();
    } else if (file) {
      const type = types[extname(file)] ?? "application/octet-stream";
      const charset = /^(text|application)\//.test(type) ? "; charset=utf-8" : "";
      response.writeHead(status, { "content-type": type + charset });
      response.end(await readFile(join(site.root, file)));
    } else {
      response.writeHead(status).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** Builds the site in `root` and serves it until the test `t` has ended. */
export async function buildAndServe(t, root, basePath = "/") {
  const site = await build(root, basePath);
  const server = await serve(site);
  t.after(async () => {
    await server.close();
    await site.remove();
  });
  return { site, server };
}

/** What GitHub Pages answers to a path: byte-exact, folders only with their slash, 404.html. */
export async function resolve(site, url) {
  const path = decodeURIComponent(new URL(url, origin).pathname);
  if (path.startsWith(site.basePath)) {
    const inside = posix.normalize(path.slice(site.basePath.length));
    const file = path.endsWith("/") ? posix.join(inside, "index.html") : inside;
    const known = (site.known ??= new Set(site.files));
    if (known.has(file)) return { status: 200, file };
    if (known.has(`${file}/index.html`)) return { status: 301, location: encodeURI(`${path}/`) };
    if (known.has("404.html")) return { status: 404, file: "404.html" };
  }
  return { status: 404 };
}

async function list(folder, prefix = "") {
  const files = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = posix.join(prefix, entry.name);
    if (entry.isDirectory()) files.push(...(await list(folder, path)));
    else files.push(path);
  }
  return files;
}

async function exists(path) {
  return stat(path).then(() => true, () => false);
}
