// Keeps a reader's choices from page to page, and betters the places of the notes; the page
// reads well without. Runs in the head, so that what was chosen holds before the first paint.
(() => {
  const root = document.documentElement, store = "pangzhu";
  let chosen = {};
  try { chosen = JSON.parse(localStorage[store]) } catch {}
  Object.assign(root.dataset, chosen);

  addEventListener("change", ({ target: { form, name, value } }) => {
    if (!form?.closest(".settings")) return;
    chosen[name] = value;
    try { localStorage[store] = JSON.stringify(chosen) } catch {}
  });
  addEventListener("keydown", ({ key }) => {
    if (key != "Escape") return;
    root.classList.add("quiet");
    document.querySelector(".settings[open]")?.removeAttribute("open");
  });
  addEventListener("mouseover", () => root.classList.remove("quiet"));

  addEventListener("DOMContentLoaded", () => {
    for (const name in chosen) {
      const box = document.getElementById(name + "-" + chosen[name]);
      if (box) box.checked = true;
      delete root.dataset[name];
    }
    const text = document.querySelector(".e");
    if (text?.querySelector(".note")) margin(text);
  });

  function margin(text) {
    // In lines: how far a note may rise above its mark, and its number stand below it.
    const RISE = 6, BELOW = 4;
    const walls = [...text.querySelectorAll(".wide")];
    const notes = [...text.querySelectorAll(".note")].map((aside) => {
      const k = `[data-k~="${aside.dataset.k}"]`, block = aside.closest(".b");
      return {
        aside, box: aside.querySelector(".c"), number: block.querySelector("a" + k),
        mark: block.querySelector(`:is(.s, .q)${k}`),
        part: walls.filter((wall) => wall.compareDocumentPosition(aside) & 4).length,
      };
    });
    let selected;

    const middle = (element) => {
      const rect = element?.getClientRects()[0];
      return rect && (rect.top + rect.bottom) / 2;
    };
    const median = (numbers) => {
      const sorted = numbers.toSorted((a, b) => a - b), half = sorted.length / 2;
      return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
    };

    // Between two walls the sum of distances is least (pool adjacent violators, by medians),
    // but that no note rises too far, and that the one in focus stands at its mark.
    function place(notes, from, to) {
      const heights = (notes) => notes.reduce((sum, { height }) => sum + height, 0);
      const at = notes.indexOf(selected);
      if (at >= 0) {
        const before = notes.slice(0, at), after = notes.slice(at + 1);
        const latest = to - heights(after) - selected.height;
        selected.top = Math.min(Math.max(selected.want, from + heights(before)), latest);
        place(before, from, selected.top);
        place(after, selected.top + selected.height, to);
        return;
      }
      const latest = to - heights(notes), pools = [];
      let above = 0;
      for (const note of notes) {
        let pool = [note.want - above];
        while (pools.length && median(pools.at(-1)) > median(pool)) pool = pools.pop().concat(pool);
        pools.push(pool);
        above += note.height;
      }
      const best = pools.flatMap((pool) => pool.map(() => median(pool)));
      above = 0;
      notes.forEach((note, at) => {
        const lowest = latest + above;
        note.top = Math.max(from, Math.min(Math.max(best[at] + above, note.want - note.rise), lowest));
        from = note.top + note.height;
        above += note.height;
      });
    }

    function settle() {
      const shown = notes.filter(({ box }) => box.checkVisibility());
      if (!shown[0] || getComputedStyle(shown[0].box).float == "none") return;
      const line = parseFloat(getComputedStyle(text).lineHeight), area = text.getBoundingClientRect();
      const rects = walls.map((wall) => wall.getBoundingClientRect());
      for (const note of shown) {
        const { box, number, mark, aside } = note, style = getComputedStyle(box);
        const end = middle(number) ?? middle(aside);
        note.want = Math.max(middle(mark) ?? end, end - BELOW * line) - parseFloat(style.lineHeight) / 2;
        note.height = box.offsetHeight + parseFloat(style.marginBottom);
        note.rise = RISE * line;
        note.flow = box.offsetParent.getBoundingClientRect().top + box.offsetTop;
      }
      for (let part = 0; part <= walls.length; part++) {
        const here = shown.filter((note) => note.part == part);
        const from = part ? rects[part - 1].bottom + line / 2 : area.top;
        const to = part < walls.length ? rects[part].top : Infinity;
        const full = here.reduce((sum, { height }) => sum + height, from) > to;
        if (!full) place(here, from, to < Infinity ? to : Math.max(area.bottom, here.reduce((sum, { height }) => sum + height, from)));
        for (const { aside, top, flow } of here) {
          aside.style.setProperty("--y", full ? 0 : `${top - flow}px`);
        }
      }
      requestAnimationFrame(() => root.classList.add("placed"));
    }

    function select(element) {
      const k = element?.dataset?.k?.split(" ")[0];
      const aside = element?.closest?.(".note") ?? (k && element.closest(".b")?.querySelector(`.note[data-k="${k}"]`));
      if (!aside) return;
      selected = notes.find((note) => note.aside == aside);
      settle();
    }
    const target = () => select(document.getElementById(decodeURIComponent(location.hash.slice(1))));
    addEventListener("hashchange", target);
    text.addEventListener("focusin", ({ target }) => select(target));
    text.addEventListener("click", ({ target }) => select(target));
    const observer = new ResizeObserver(settle);
    [text, ...notes.map(({ box }) => box)].forEach((element) => observer.observe(element));
    document.fonts.ready.then(settle);
    target();
  }
})();
