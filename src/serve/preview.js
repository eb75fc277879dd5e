// The browser's part of the preview: hears of each look at the site and takes the page over
// from it, in place. The page keeps its place on the screen and what was opened in it.

const ID = "pangzhu-preview";
// What a reader changed, and no newer page takes back.
const READERS_OWN = new Set(["open", "style"]);

const host = () => document.getElementById(ID);
let source;
let busy = false;
let again = false;

/** Brings the page to the newest look. */
async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    do {
      again = false;
      const response = await fetch(location.href, { cache: "no-store" });
      take(new DOMParser().parseFromString(await response.text(), "text/html"));
    } while (again);
  } catch {
    // The preview has ended, or comes back: then it speaks again.
  } finally {
    busy = false;
  }
}

/** Takes over from `next` what differs. */
function take(next) {
  const [old, now] = [host(), next.getElementById(ID)];
  if (!now) return location.reload();
  if (old.dataset.page !== now.dataset.page) {
    const place = readingPlace();
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    while (now.nextSibling) now.nextSibling.remove();
    now.remove();
    morph(document.body, next.body, old);
    keep(place);
    // Once more when the browser has laid out what it had only reckoned.
    requestAnimationFrame(() => requestAnimationFrame(() => keep(place)));
    document.dispatchEvent(new CustomEvent("pangzhu:refreshed"));
  }
  const filesChanged = old.dataset.files !== now.dataset.files;
  takeStyles(next, filesChanged);
  if (filesChanged) reloadPictures();
  takeOverlay(old, now.querySelector("template"));
  Object.assign(old.dataset, now.dataset);
}

/** Shows the faults of the newest look; those that were folded away stay so until they are others. */
function takeOverlay(old, overlay) {
  const root = old.shadowRoot ?? old.attachShadow({ mode: "open" });
  if (!overlay) return;
  const [was, is] = [root, overlay.content].map((part) => part.querySelector("details"));
  if (was && is && was.textContent === is.textContent) return;
  root.replaceChildren(document.importNode(overlay.content, true));
}

/**
 * Puts the style sheets of `next` in the place of those that differ, or of all if any file has
 * changed; the old ones go when their heirs are there.
 */
function takeStyles(next, all) {
  const sheets = (page) => [...page.head.querySelectorAll('link[rel="stylesheet"]')];
  const [old, now] = [sheets(document), sheets(next)];
  const kept = (link, others) => !all && others.some((one) => one.getAttribute("href") === link.getAttribute("href"));
  const gone = old.filter((link) => !kept(link, now));
  const come = now.filter((link) => !kept(link, old));
  let waiting = come.length;
  const done = () => --waiting <= 0 && gone.forEach((link) => link.remove());
  if (!waiting) done();
  let last = old.at(-1) ?? document.head.lastElementChild;
  for (const link of come) {
    const heir = document.importNode(link);
    heir.addEventListener("load", done);
    heir.addEventListener("error", done);
    last.after(heir);
    last = heir;
  }
}

/** Asks again for the pictures of this host. */
function reloadPictures() {
  for (const image of document.images) {
    const { origin, href } = new URL(image.src, location.href);
    if (origin === location.origin) fetch(href, { cache: "reload" }).then(() => (image.src = href));
  }
}

/** Makes the children of `live` those of `next`, keeping whatever is the same; `spared` and what follows it stay. */
function morph(live, next, spared) {
  if (live.nodeType !== Node.ELEMENT_NODE) {
    if (live.nodeValue !== next.nodeValue) live.nodeValue = next.nodeValue;
    return;
  }
  for (const { name, value } of next.attributes) {
    if (live.getAttribute(name) !== value && !READERS_OWN.has(name)) live.setAttribute(name, value);
  }
  for (const { name } of [...live.attributes]) {
    if (!next.hasAttribute(name) && !READERS_OWN.has(name)) live.removeAttribute(name);
  }
  const old = [...live.childNodes];
  if (spared) old.splice(old.indexOf(spared));
  const now = [...next.childNodes];
  const heirs = pair(old, now);
  const kept = new Set(heirs.values());
  for (const node of old) if (!kept.has(node)) node.remove();
  // What is in its place already is not moved: it would lose the focus.
  let cursor = old.find((node) => kept.has(node)) ?? spared ?? null;
  for (const node of now) {
    const heir = heirs.get(node) ?? document.importNode(node, true);
    if (heir === cursor) cursor = cursor.nextSibling;
    else live.insertBefore(heir, cursor);
    if (heirs.has(node) && !heir.isEqualNode(node)) morph(heir, node);
  }
}

/**
 * Finds for new nodes the old ones to be kept for them: those of the same name with the same id, else with the same
 * text, else those between that are left over.
 */
function pair(old, now) {
  const heirs = new Map();
  const free = new Set(old);
  const match = (key) => {
    const byKey = new Map();
    for (const node of free) {
      const value = key(node);
      if (value) byKey.set(value, [...(byKey.get(value) ?? []), node]);
    }
    for (const node of now) {
      const found = heirs.has(node) ? undefined : byKey.get(key(node))?.shift();
      if (found) {
        heirs.set(node, found);
        free.delete(found);
      }
    }
  };
  match((node) => node.id && `${node.nodeName}#${node.id}`);
  match((node) => `${node.nodeName} ${node.textContent}`);
  // An edited node stands between the same neighbours as before.
  let at = 0;
  for (const node of now) {
    if (heirs.has(node)) {
      at = Math.max(at, old.indexOf(heirs.get(node)) + 1);
    } else if (free.has(old[at]) && old[at].nodeName === node.nodeName) {
      heirs.set(node, old[at]);
      free.delete(old[at]);
      at++;
    }
  }
  return heirs;
}

/** The block that is read, and where on the screen it stands. */
function readingPlace() {
  for (const block of document.querySelectorAll("main :is(p, li, h1, h2, h3, h4, pre, table, figure)")) {
    const { top, bottom, height } = block.getBoundingClientRect();
    // What stands in the margin may move with its neighbours.
    if (height > 0 && bottom > 0 && !block.closest("aside, nav")) return { block, top };
  }
  return {};
}

/** Puts the block back where it stood. */
function keep({ block, top }) {
  if (!block?.isConnected) return;
  const moved = block.getBoundingClientRect().top - top;
  if (Math.abs(moved) > 0.5) scrollBy({ top: moved, behavior: "instant" });
}

/** Listens while somebody looks: browsers give one host only some connections. */
function listen() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource("/.pangzhu/events");
  source.onmessage = ({ data }) => data !== host().dataset.look && refresh();
}

document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", ({ persisted }) => persisted && listen());
listen();
