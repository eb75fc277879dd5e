// The data say what their schemas promise; the annotations are Web Annotations whose
// selectors land on the very words of the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import Ajv from "ajv/dist/2020.js";
import jsonld from "jsonld";

import { launch, open } from "./browser.mjs";
import { address, buildAndServe, sites } from "./site.mjs";

const oa = (name) => `http://www.w3.org/ns/oa#${name}`;
const as = (name) => `http://www.w3.org/ns/activitystreams#${name}`;
const link = (iri) => ({ "@id": iri, "@type": "@id" });
const number = (iri) => ({ "@id": iri, "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger" });
const choice = (iri) => ({ "@id": iri, "@type": "@vocab" });

/** The terms of the model that may be used; an annotation with any other is found out. */
const context = {
  id: "@id",
  type: "@type",
  ...Object.fromEntries(
    ["Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector", "commenting", "tagging", "exact", "prefix", "suffix"].map((name) => [name, oa(name)]),
  ),
  AnnotationCollection: as("OrderedCollection"),
  AnnotationPage: as("OrderedCollectionPage"),
  Software: as("Application"),
  Person: "http://xmlns.com/foaf/0.1/Person",
  created: { "@id": "http://purl.org/dc/terms/created", "@type": "http://www.w3.org/2001/XMLSchema#dateTime" },
  body: link(oa("hasBody")),
  target: link(oa("hasTarget")),
  source: link(oa("hasSource")),
  selector: link(oa("hasSelector")),
  via: link(oa("via")),
  motivation: choice(oa("motivatedBy")),
  purpose: choice(oa("hasPurpose")),
  start: number(oa("start")),
  end: number(oa("end")),
  value: "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
  label: "http://www.w3.org/2000/01/rdf-schema#label",
  format: "http://purl.org/dc/elements/1.1/format",
  language: "http://purl.org/dc/elements/1.1/language",
  creator: link("http://purl.org/dc/terms/creator"),
  name: "http://xmlns.com/foaf/0.1/name",
  total: number(as("totalItems")),
  startIndex: number(as("startIndex")),
  first: link(as("first")),
  last: link(as("last")),
  next: link(as("next")),
  prev: link(as("prev")),
  partOf: link(as("partOf")),
  items: { "@id": as("items"), "@type": "@id", "@container": "@list" },
};
const documentLoader = async (url) => {
  assert.equal(url, "http://www.w3.org/ns/anno.jsonld");
  return { documentUrl: url, document: { "@context": context } };
};

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const [name, root] of Object.entries(await sites())) {
  test(name, async (t) => {
    const { site, server } = await buildAndServe(t, root, "/仓库/");
    const data = async (file) => JSON.parse(await site.read(file));
    const local = (url) => decodeURI(new URL(url).pathname.slice(encodeURI(site.basePath).length));
    const { essays } = await data("essays.json");
    const { comparisons } = await data("comparisons.json");

    await t.test("the lists are as their schemas have it", async () => {
      for (const list of ["comparisons", "essays"]) {
        const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(await data(`schemas/${list}.json`));
        assert.ok(validate(await data(`${list}.json`)), JSON.stringify(validate.errors));
      }
      assert.equal(new Set(comparisons.map(({ id }) => id)).size, comparisons.length);
    });

    const files = site.files.filter((file) => file.endsWith(".jsonld"));
    await t.test("the annotations are of the model", async () => {
      for (const file of files) {
        const document = await data(file);
        assert.equal(document.id, site.baseUrl.replace("仓库", encodeURI("仓库")) + encodeURI(file));
        const quads = await jsonld.toRDF(document, { documentLoader, safe: true });
        const typed = (iri) => quads.filter(({ predicate, object }) => predicate.value.endsWith("#type") && object.value === iri);
        const items = (document.items ?? document.first?.items ?? []).filter((item) => typeof item === "object");
        assert.equal(typed(oa("Annotation")).length, items.length, file);
        assert.equal(typed(oa("TextQuoteSelector")).length, items.length, file);
        assert.equal(typed(oa("TextPositionSelector")).length, items.length, file);
      }
      const all = await data("annotations/1.jsonld");
      const { total } = await data("annotations.jsonld");
      // They are named, and stand in the files of their essays.
      const named = await Promise.all(essays.map(async ({ annotations }) => (await data(local(annotations))).first.items));
      assert.deepEqual([...all.items].sort(), named.flat().map(({ id }) => id).sort());
      // Those of comparisons come first, then what people wrote.
      const ids = all.items.map((id) => id.split("#")[1]);
      assert.equal(total, ids.length);
      assert.deepEqual(ids.slice(0, comparisons.length), comparisons.map(({ id }) => id));
      assert.ok(ids.slice(comparisons.length).every((id) => id.startsWith("note-")));
    });

    await t.test("selectors land on their words", async () => {
      // Only the search may fetch.
      const { page, close } = await open(browser, server, address(site, "search/index.html"));
      for (const { url, annotations } of essays) {
        const path = new URL(url).pathname;
        const text = await page.evaluate(readText, path);
        const { first } = await data(local(annotations));
        for (const { target } of first.items) {
          assert.equal(target.source, url);
          const [quote, position] = target.selector;
          const [wanted, whole] = [quote.exact, quote.prefix + quote.exact + quote.suffix].map(joined);
          if (!joined(text).includes(whole)) {
            // In a footnote, which the page shows elsewhere.
            assert.ok(position.start > [...text].length / 2, `${path}: ${whole}`);
            continue;
          }
          const there = [...text].slice(position.start, position.end).join("");
          if (!/<(table|li|br|img)\b/.test(await site.read(decodeURI(path.slice(encodeURI(site.basePath).length)) + "index.html"))) {
            assert.equal(joined(there), wanted);
          }
        }
      }
      await close();
    });
  });
}

/** A text without what white space there is between its parts. */
function joined(text) {
  return text.replace(/\s+/g, "");
}

/** The text of an essay's page without its notes, a line a block. */
async function readText(path) {
  const html = await (await fetch(path)).text();
  const essay = new DOMParser().parseFromString(html, "text/html").querySelector("main article .e");
  essay.querySelectorAll("aside, .ref, .anchor, .task, .alert-title, pre, .picture").forEach((one) => one.remove());
  const blocks = [...essay.querySelectorAll("p, li, h2, h3, h4, h5, h6, td, th")];
  const leaves = blocks.filter((one) => one.querySelector("p, li") === null);
  return leaves.map((one) => one.textContent.replaceAll("\u2060", "") + "\n").join("");
}
