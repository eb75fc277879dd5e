// What a page of frames runs to look into the pages of a site: what they hold that they must
// not, and how they are built.

/**
 * A script that defines `lookInto(url)`, which reads a page without running it, `lookIntoFeed(url)`
 * and `faultsOf(root, page)`; `shapes` has what each number of an element's shape stands for.
 */
export const inspect = `{\n${[faultsOf, shapeOf, lookInto, lookIntoFeed].join("\n")}\nObject.assign(globalThis, { faultsOf, lookInto, lookIntoFeed, shapes: new Map() });\n}`;

/** What is amiss with a page, the kinds of its elements and what all of them come to. */
async function lookInto(url) {
  const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
  const faults = faultsOf(page, new URL(url, location).href);
  const isWhole = page.getElementById("main")?.localName === "main" || page.querySelector("script[data-to]");
  if (!isWhole) faults.push("another stands for the page's own part");
  const shape = shapeOf(page.documentElement, !url.startsWith("/s/"));
  return { faults, elements: [...new Set(shape)], shape: shape.join(" ") };
}

/** What is amiss with a feed, or another file of XML, and with the pages in it. */
async function lookIntoFeed(url) {
  const feed = new DOMParser().parseFromString(await (await fetch(url)).text(), "application/xml");
  const faults = [];
  if (feed.querySelector("parsererror")) faults.push(`${url} is no XML`);
  for (const one of feed.querySelectorAll("*")) {
    if (!/^(http:\/\/www\.w3\.org\/2005\/Atom|http:\/\/www\.sitemaps\.org\/schemas\/sitemap\/0\.9)$/.test(one.namespaceURI)) faults.push(`${url}: ${one.outerHTML.slice(0, 200)}`);
    const address = one.getAttribute("href") ?? "";
    if (address !== "" && !/^https?:\/\//.test(address)) faults.push(`${url}: leads to ${address}`);
    if (one.localName !== "content") continue;
    const content = new DOMParser().parseFromString(one.textContent, "text/html");
    faults.push(...faultsOf(content, one.getAttribute("xml:base")).map((fault) => `${url}: ${fault}`));
  }
  return faults;
}

/** What a tree at the address `base` holds that would run, ask another host, or pass for a part of the page. */
function faultsOf(root, base) {
  const faults = [];
  const say = (element, why) => faults.push(`${why}: ${element.outerHTML.slice(0, 200)}`);
  const addresses = ["href", "xlink:href", "src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "dynsrc", "lowsrc", "longdesc", "codebase", "code", "archive", "manifest", "to", "values", "from"];
  const never = ["base", "object", "embed", "iframe", "frame", "frameset", "applet", "portal", "fencedframe", "style", "template", "marquee", "bgsound", "keygen", "video", "audio", "math", "foreignobject", "animate", "set", "use", "feimage"];
  const loads = ["img", "image", "script", "source", "track", "input", "link"];
  const isRunning = /^(javascript|vbscript|livescript|mocha|data|file|blob|filesystem|view-source|feed|jar|intent):/;
  const ids = new Set();
  for (const element of root.querySelectorAll("*")) {
    const tag = element.localName.toLowerCase();
    const isLink = tag === "link" && /^(canonical|alternate)$/.test(element.rel);
    if (never.includes(tag)) say(element, "an element that must not be there");
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) say(element, "a handler");
      if (name === "style" && /[\\@(]|position|behavior|binding/i.test(value)) say(element, "a style");
      if (!addresses.includes(name)) continue;
      const bare = value.replace(/[\s\0-\x20\x7f-\xa0]/g, "").toLowerCase();
      const isPicture = tag === "img" && /^data:image\/(png|jpeg|gif|webp|avif)[;,]/.test(bare);
      if (isRunning.test(bare) && !isPicture) say(element, "an address that runs");
      if (!loads.includes(tag) || isLink || isPicture) continue;
      const all = name === "srcset" ? value.split(",").map((one) => one.trim().split(/\s/)[0]) : [value];
      for (const one of all) {
        let url;
        try {
          url = new URL(one, base);
        } catch {
          continue;
        }
        if (url.origin !== new URL(base).origin) say(element, "a request");
      }
    }
    if (tag === "script" && element.type === "application/ld+json") JSON.parse(element.textContent);
    else if (tag === "script" && (!element.hasAttribute("src") || element.textContent.trim() !== "")) say(element, "a script");
    if (tag === "meta" && element.closest("body, noscript") && !/^0; url=\//.test(element.content ?? "")) say(element, "a meta");
    if (element.id && ids.has(element.id)) say(element, "an id that is there twice");
    ids.add(element.id);
    if (element.closest(".e")) {
      if (element.hasAttribute("name") || ["form", "input", "button", "select", "textarea", "main", "dialog"].includes(tag) && element.type !== "checkbox") say(element, "a forged part");
      if (element.classList.contains("note") && !/^n\.\d+$/.test(element.id)) say(element, "a forged note");
      if (tag === "mark" && element.className && !element.closest(".note") && !element.querySelector(".ref, .party") && element.id === "" && element.className.includes("auto")) say(element, "a forged mark");
    }
  }
  return faults;
}

/**
 * How a tree is built: a number for each element that stands for its names and those above it;
 * what an essay itself holds, and its headings in the list of contents, are left out if `bare`.
 */
function shapeOf(root, bare) {
  const { shapes } = globalThis;
  const shape = [];
  const walk = (element, above) => {
    const names = [...element.attributes].map(({ name, value }) => (/^(class|type|rel|role)$/.test(name) ? `${name}=${value.replace(/\bt\d+\b/g, "t").replace(/ (z|long)\b/g, "")}` : name));
    const named = `${element.localName}[${names.sort().join(" ")}]`;
    let own = above;
    for (const letter of named) own = (Math.imul(own ^ letter.charCodeAt(0), 0x01000193) >>> 0) ^ (own >>> 15);
    if (!shapes.has(own)) shapes.set(own, `${(shapes.get(above) ?? "").split(">").slice(-3).join(">")}>${named}`);
    shape.push(own);
    if (!(bare && element.matches(".e, .toc"))) [...element.children].forEach((child) => walk(child, own));
  };
  walk(root, 0x811c9dc5);
  return shape;
}
