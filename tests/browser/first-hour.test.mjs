// From an empty folder and ten saved pages to a site on a branch that somebody else can read,
// as one does it who has never used the program.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { LinkChecker } from "linkinator";

import { basePaths, preview, program } from "./site.mjs";

const execute = promisify(execFile);

// Two companies each, one of them better: there is something to mark on every page.
const essays = [
  ["微信与支付宝", "林渡", "微信比支付宝更开放。两家都想做对方的事，谁也没有做成。"],
  ["一杯咖啡", "周简", "在价格上，瑞幸比星巴克便宜得多。星巴克的店里坐着人，瑞幸的店里站着人。"],
  ["卖书的人", "林渡", "京东的送货比当当快。当当的书比京东全，可是快的那一家赢了。"],
  ["搜索的两头", "何去", "百度的搜索不如谷歌准。可是在中文里，百度比谷歌懂人话。"],
  ["外卖之争", "周简", "美团的骑手比饿了么多。饿了么的补贴比美团狠。"],
  ["“手机”的故事: 一", "林渡", "小米的手机比苹果便宜。苹果的利润比小米高得多。"],
  ["长视频", "何去", "爱奇艺的会员比优酷多。优酷的电影比爱奇艺全。"],
  ["出行记", "周简", "滴滴的车比优步多。优步比滴滴早，却走得更早。"],
  ["电动车 #1", "何去", "特斯拉的续航比蔚来长。蔚来的服务比特斯拉好。"],
  ["云上", "林渡", "阿里云的份额比腾讯云大。腾讯云的价格不比阿里云高。"],
];

/** A page as a browser saves it, with what stands around the text. */
function page(index, charset) {
  const [title, author, text] = essays[index];
  const paragraphs = Array.from({ length: 4 }, (_, n) => `<p>${text}这是第${n + 1}段，说的是同一件事，只是换了一年来说。</p>`);
  return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="${charset}"><title>${title}_某某网</title>
<meta name="author" content="${author}"><meta property="og:title" content="${title}">
<meta property="article:published_time" content="2014-0${(index % 9) + 1}-11T09:30:00+08:00">
<link rel="canonical" href="https://example.org/essays/${index + 1}"></head>
<body><nav><a href="/">首页</a> <a href="/login">登录</a></nav>
<article><h1>${title}</h1>${paragraphs.join("\n")}</article>
<footer>版权所有</footer></body></html>
`;
}

/** Encodes as GBK, by asking the decoder what each pair of bytes stands for. */
function gbk(text) {
  const decoder = new TextDecoder("gbk");
  const table = new Map();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      const letter = decoder.decode(Uint8Array.of(high, low));
      if (letter.length === 1 && letter !== "\ufffd") table.set(letter, [high, low]);
    }
  }
  const bytes = [...text].flatMap((letter) => (letter < "\x80" ? [letter.charCodeAt(0)] : table.get(letter)));
  return Uint8Array.from(bytes);
}

test("from an empty folder to a branch without a broken link", { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "pangzhu-hour-"));
  const site = join(folder, "site");
  const env = { ...process.env, GIT_CONFIG_GLOBAL: join(folder, "gitconfig"), GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C.UTF-8" };
  for (const who of ["AUTHOR", "COMMITTER"]) Object.assign(env, { [`GIT_${who}_NAME`]: "林", [`GIT_${who}_EMAIL`]: "l@example.org" });
  const run = (command, ...options) => execute(command, options, { cwd: site, env });
  const git = (...options) => run("git", ...options);
  try {
    await mkdir(site);
    const saved = join(folder, "saved");
    await mkdir(saved);
    for (const index of essays.keys()) {
      const bytes = index % 2 ? gbk(page(index, "gbk")) : page(index, "utf-8");
      await writeFile(join(saved, `第${index + 1}篇.html`), bytes);
    }

    const begun = await run(program, "init", "--github");
    assert.match(begun.stdout, /pangzhu serve/);
    await bringIn(run, site, saved);

    const shown = await preview(site);
    try {
      const year = await (await fetch(`${shown.origin}/archive/2014/`)).text();
      for (const [title] of essays) assert.ok(year.includes(title), `${title} is in the archive`);
    } finally {
      await shown.close();
    }
    const checked = await run(program, "check", "--strict");
    assert.match(checked.stdout, /^11 essays: /);

    await git("init", "--quiet", "--initial-branch=main");
    await git("add", ".");
    await git("commit", "--quiet", "--message=起头");
    await git("init", "--quiet", "--bare", "../remote.git");
    await git("remote", "add", "origin", "../remote.git");
    const before = (await git("status", "--porcelain=v2", "--branch")).stdout;
    for (const [number, basePath] of basePaths.entries()) {
      await published(basePath, `gh-pages-${number}`);
    }
    assert.equal((await git("status", "--porcelain=v2", "--branch")).stdout, before);
  } finally {
    await rm(folder, { recursive: true });
  }

  /** Publishes for a base path, and follows every link of what others see of the branch. */
  async function published(basePath, branch) {
    const out = join(folder, branch);
    const server = await serveFiles(out, basePath);
    const home = server.origin + encodeURI(basePath);
    try {
      const done = await run(program, "publish", "--push", "--branch", branch, "--base-url", home);
      assert.match(done.stdout, /pushed to origin/);
      await git("clone", "--quiet", "--branch", branch, join(folder, "remote.git"), out);
      const checker = new LinkChecker();
      const result = await checker.check({
        path: [home, `${home}sitemap.xml`, `${home}feed.xml`, `${home}404.html`],
        recurse: true,
        checkCss: true,
        checkFragments: true,
        concurrency: 20,
        linksToSkip: async (link) => !link.startsWith(server.origin),
      });
      const broken = result.links.filter(({ state }) => state === "BROKEN");
      assert.deepEqual(broken.map(({ url, parent, status }) => ({ url, parent, status })), []);
      const seen = new Set(result.links.filter(({ state }) => state === "OK").map(({ url }) => decodeURI(url)));
      assert.ok(seen.size > essays.length * 3, `${seen.size} links are followed`);
      for (const url of seen) assert.ok(url.startsWith(server.origin + basePath), `${url} stands below ${basePath}`);
      assert.deepEqual(server.missed, []);
    } finally {
      await server.close();
    }
  }
});

/** Takes the saved pages in. */
async function bringIn(run, site, saved) {
  const pages = (await readdir(saved)).map((name) => join(saved, name));
  await run(program, "import", ...pages);
  const essays = (await readdir(join(site, "content"), { recursive: true })).filter((name) => name.endsWith(".md"));
  assert.equal(essays.length, pages.length + 1, "each saved page is an essay, beside the one of init");
}

const types = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".xml": "application/xml" };

/** The plainest server of files: `/x/` is `x/index.html`, all else is what it is called. */
async function serveFiles(root, basePath) {
  const missed = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const inside = path.startsWith(basePath) ? path.slice(basePath.length) : null;
    try {
      assert.ok(inside !== null && !inside.split("/").includes(".."));
      const file = inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside;
      const bytes = await readFile(join(root, file));
      const type = types[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(bytes);
    } catch {
      missed.push(path);
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    missed,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
