// Writes a site with one essay of two hundred notes of very different length, among lists,
// quotations, tables and headings.

import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const sentences = [
  "店里的灯亮到很晚，掌柜说今年的账比去年好算。",
  "从码头到市集要走三刻钟，路上的人都背着竹筐。",
  "他把纸铺平，写下第一行字，又划去了。",
  "The ledger, kept in two hands, disagrees with itself on page nine. ",
  "雨停以后，屋檐下的水还滴了半个时辰。",
  "这一年换了三次招牌，客人倒没有少。",
  "远处的钟响了十二下，没有人抬头。",
];

/** Writes the site into a new folder and returns its path. */
export async function writeManyNotes(count = 200) {
  const root = await mkdtemp(join(tmpdir(), "pangzhu-notes-"));
  await mkdir(join(root, "content/essays"), { recursive: true });
  await writeFile(join(root, "content/site.yaml"), "title: 许多注\n");
  await writeFile(join(root, "content/essays/many.md"), essay(count));
  return root;
}

function essay(count) {
  const random = generator(7);
  const pick = (below) => Math.floor(random() * below);
  const text = (length) => Array.from({ length }, () => sentences[pick(sentences.length)]);
  const notes = [];
  // Most are short, one in nine is long, a few very long.
  const note = () => {
    const length = pick(9) ? 1 + pick(3) : pick(4) ? 6 : 24;
    notes.push(text(length).join(""));
    return `[^${notes.length}]`;
  };
  // A note to a sentence in dense paragraphs, else one or none.
  const paragraph = () => {
    const dense = pick(5) === 0;
    return text(7 + pick(7)).map((one) => (notes.length < count && pick(dense ? 2 : 9) === 0 ? one + note() : one)).join("");
  };
  const table = () => {
    const cells = () => Array.from({ length: 7 }, () => "一格里有不少的字").join(" | ");
    return [`| ${cells()} |`, "|---".repeat(7) + "|", `| ${cells()} |`, `| ${cells()} |`].join("\n");
  };
  const blocks = [];
  while (notes.length < count) {
    const turn = blocks.length % 20;
    if (turn === 0) blocks.push(`## 第 ${blocks.length / 20 + 1} 节`);
    else if (turn === 5) blocks.push(text(4).map((one) => `- ${one}${notes.length < count ? note() : ""}`).join("\n"));
    else if (turn === 9) blocks.push(table());
    else if (turn === 13) blocks.push(`> ${paragraph()}`);
    else blocks.push(paragraph());
  }
  const header = "---\ntitle: 两百条注\nname: 佚名\ntime: 2020-01-01\n---\n";
  return `${header}\n${blocks.join("\n\n")}\n\n${notes.map((one, at) => `[^${at + 1}]: ${one}`).join("\n\n")}\n`;
}

/** Numbers from 0 to 1, the same each time: the test must be. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
