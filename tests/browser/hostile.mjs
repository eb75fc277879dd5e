// Makes sites of hostile texts: each payload of tests/hostile/payloads.txt at every place where
// text enters a site; and their twins, where harmless words stand in its stead.

import { mkdtemp, mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { repository } from "./site.mjs";

/** How many payloads share a long essay. */
const TOGETHER = 7;
/** How long a file's name may be, in bytes, its ending and what makes it unique left out. */
const NAME_BYTES_MAX = 200;

/** The payloads, as they are meant. */
export async function payloads() {
  const text = await readFile(join(repository, "tests/hostile/payloads.txt"), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("## "));
  const named = { n: "\n", r: "\r", t: "\t" };
  return lines.map((line) =>
    line.replace(/\\u\{([0-9a-f]+)\}|\\([nrt])(?![a-z])/g, (_, hex, name) => (hex ? String.fromCodePoint(parseInt(hex, 16)) : named[name])),
  );
}

/** Harmless words in the stead of a payload. */
function harmless(payload) {
  return /^https?:\/\//.test(payload) ? "https://example.com/x" : "无害";
}

/** The site of hostile texts and its twin, each a folder; `texts` are the payloads. */
export async function hostileSites(texts) {
  return Promise.all([texts, texts.map(harmless)].map((all) => write(essays(all))));
}

/** A site whose own names are hostile, and its twin. */
export async function hostileSettings(texts) {
  return Promise.all([texts, texts.map(harmless)].map((all) => write(settings(all))));
}

async function write(files) {
  const root = await mkdtemp(join(tmpdir(), "pangzhu-hostile-"));
  for (const [path, text] of files) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

/** A text as YAML has it, whatever it is. */
function yaml(value) {
  const written = JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/g, (one) => "\\u" + one.charCodeAt(0).toString(16).padStart(4, "0"));
  // YAML knows no halves of characters.
  return written.replace(/\\ud([89ab]..)\\ud([c-f]..)/g, (_, high, low) => {
    const code = 0x10000 + ((parseInt(high, 16) & 0x3ff) << 10) + (parseInt("d" + low, 16) & 0x3ff);
    return "\\U" + code.toString(16).padStart(8, "0");
  });
}

function header(fields) {
  return `---\n${Object.entries(fields).map(([key, value]) => `${key}: ${[value].flat().length > 1 ? `[${value.map(yaml).join(", ")}]` : yaml([value].flat()[0])}\n`).join("")}---\n`;
}

function essays(texts) {
  const files = [];
  const companies = [];
  texts.forEach((text, index) => files.push(...short(text, index)));
  for (let first = 0; first < texts.length; first += TOGETHER) {
    const some = texts.slice(first, first + TOGETHER);
    const group = first / TOGETHER;
    files.push(...long(some, group));
    companies.push(company(some, group));
  }
  files.push(["content/companies.yaml", `companies:\n${companies.join("")}`]);
  files.push(["content/site.yaml", "title: 站\nfeeds: { companies: true }\ntime_zone: UTC\n"]);
  return files;
}

/** An essay with a payload for its file's name, title and source, and nothing in its body. */
function short(text, index) {
  let name = text.replaceAll(/[/\0]/g, "_");
  while (Buffer.byteLength(name) > NAME_BYTES_MAX) name = name.slice(0, -1);
  const [hour, minute] = [Math.floor(index / 60), index % 60].map((part) => String(part).padStart(2, "0"));
  const fields = { title: `题${index} ${text}`, url: text, name: `林${index % 9}`, time: `2014-03-01 ${hour}:${minute}`, slug: `s${index}` };
  return [[`content/s/${index}${name}.md`, `${header(fields)}企${Math.floor(index / TOGETHER)}比微信更开放。\n`]];
}

function company(some, group) {
  return `  - name: ${yaml(`公${group} ${some.join(" 与 ")}`)}\n    aliases: [企${group}]\n    industry: ${yaml(some.join(" "))}\n    products: [${some.map((text, at) => yaml(`品${group}之${at} ${text}`)).join(", ")}]\n`;
}

/** An essay with some payloads at each place of its body and of its header, and its notes. */
function long(some, group) {
  const fields = {
    title: `长${group} ${some.join(" 又 ")}`,
    name: `人${group} ${some.join(" 又 ")}`,
    tags: some.map((text, at) => `签${group}之${at} ${text}`),
    url: `https://example.org/${some[0]}`,
    summary: some.join(" 又 "),
    description: some.join(" "),
    aliases: some.map((text, at) => `/旧/${group}-${at}/${text}`),
    lang: some[0] === "无害" ? "zh" : some[0],
    layout: "post",
    time: "2014-02-01",
  };
  const body = [`企${group}比微信更开放，品${group}之0不如微信。`, ...some.flatMap((text, at) => blocks(text, `${group}之${at}`)), ...some.map(htmlBlocks)];
  const notes = some.flatMap((text, at) => [
    { quote: `引${group}之${at}处`, body: text, annotator: text },
    { quote: text, body: `注${group}之${at} ${text}`, annotator: "林" },
    { quote: `夹${group}之${at}处`, body: text, kind: "眉批", prefix: text, suffix: text },
  ]);
  const written = notes.map((note) => `  - { ${Object.entries(note).map(([key, value]) => `${key}: ${yaml(value)}`).join(", ")} }\n`);
  const decision = `comparisons:\n  - { quote: 企${group}比微信更开放, decision: edit, sides: [企${group}, 微信], relation: superior, favours: 企${group}, aspect: ${yaml(some.join(" "))}, annotator: ${yaml(some.join(" "))} }\n`;
  return [
    [`content/b/b${group}.md`, header(fields) + body.join("\n\n") + "\n"],
    [`content/b/b${group}.notes.yaml`, `notes:\n${written.join("")}${decision}`],
  ];
}

/** The places of Markdown, none of which reaches into the next. */
function blocks(text, id) {
  const line = text.replace(/[\r\n]+/g, " ");
  const plain = line.replace(/[!-/:-@[-`{-~]/g, "\\$&");
  return [
    `## 头${id} ${line}`,
    `段${id} ${line} 尾`,
    `引${id}处 ${plain} 夹${id}处`,
    `码${id} \`\`\` ${line.replaceAll("`", "")} \`\`\``,
    `链 [甲](${line}) [乙](<${line}>) [丙](y "${line}") [${line}](y) <${line}> <https://example.org/${line}>`,
    `图 ![甲](${line}) ![乙](<${line}>) ![丙](y "${line}") ![${line}](y)`,
    `~~~~~${line}\n${text}\n~~~~~`,
    `脚[^${id}]\n\n[^${id}]: ${line}`,
    `| 表${id} | ${line} |\n|-|-|\n| ${line} | 尾 |`,
    `- 项${id} ${line}\n- [ ] ${line}`,
    `> [!NOTE]\n> ${line}`,
    `用[甲][r${id}]\n\n[r${id}]: ${line} "${line}"`,
    `[s${id}]: <${line}>\n\n用[乙][s${id}]`,
    `标 <b title="${line}">甲</b> <b title='${line}'>乙</b> <a href="${line}">丙</a> <img src="${line}" alt="${line}"> <b ${line}>丁</b> <b id=${line} class=${line}>戊</b>`,
    // Ends whatever a line has begun.
    "--> ?> ]]> </script></style></textarea></title></pre>",
    `${text}\n\n--> ?> ]]> </script></style></textarea></title></pre>`,
  ];
}

/** The places of blocks of HTML. */
function htmlBlocks(text) {
  return [`<div title="${text}">甲</div>`, `<div>乙 ${text}</div>`, `<p ${text}>丙</p>`, "\n--> ?> ]]> </script></style></textarea></title></pre>"].join("\n");
}

/** A site whose settings and pages of the navigation are hostile; they are on every page, so all of them at once. */
function settings(texts) {
  const all = texts.join(" 又 ");
  return [
    ["content/site.yaml", `title: ${yaml(`站 ${all}`)}\ndescription: ${yaml(all)}\nauthor: ${yaml(all)}\n`],
    ["content/about.md", `${header({ layout: "page", title: `关于 ${all}`, slug: "about" })}字。\n`],
    ["content/a.md", `${header({ title: "题", time: "2014-02-01", name: "林" })}微信比支付宝更开放。\n`],
  ];
}
