// Reads links and anchors out of HTML, CSS and XML text. A reader of this program's own
// output, with quoted attributes; the Nu HTML checker sees to it that it is well formed.

const tag = /<([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const attribute = /([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const linking = new Set(["href", "src", "srcset", "poster", "action", "data", "content"]);

/** The links and ids of an HTML page: `{links: [{tag, name, value}], ids: Set}`. */
export function read(html) {
  const links = [];
  const ids = new Set();
  const text = html
    .replace(/<!--[^]*?-->/g, "")
    .replace(/(<(script|style)\b[^>]*>)[^]*?(<\/\2>)/gi, "$1$3");
  for (const [, element, attributes] of text.matchAll(tag)) {
    const found = new Map();
    for (const [, name, double, single] of attributes.matchAll(attribute)) {
      found.set(name.toLowerCase(), decode(double ?? single));
    }
    for (const [name, value] of found) {
      if (name === "id") ids.add(value);
      if (!linking.has(name)) continue;
      if (name === "content" && !isAddress(found)) continue;
      const values = name === "srcset" ? value.split(",").map((one) => one.trim().split(/\s/)[0]) : [value];
      values.forEach((one) => links.push({ tag: element.toLowerCase(), name, value: one }));
    }
  }
  return { links, ids };
}

/** Whether a `<meta>` holds an address, as `og:url` and `og:image` do. */
function isAddress(attributes) {
  const property = attributes.get("property") ?? attributes.get("name") ?? "";
  return /^(og|twitter):(url|image)$/.test(property);
}

/** The addresses in `url(…)` of a style sheet. */
export function readCss(css) {
  return [...css.matchAll(/url\(\s*(["']?)([^"')]+)\1\s*\)/g)].map(([, , value]) => value);
}

/** The addresses in a feed or sitemap. */
export function readXml(xml) {
  const attributes = [...xml.matchAll(/\bhref="([^"]*)"/g)];
  const elements = [...xml.matchAll(/<(?:loc|id|uri)>([^<]*)</g)];
  return [...attributes, ...elements].map(([, value]) => decode(value));
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(parseInt(decimal, 10));
    return entities[name] ?? whole;
  });
}
