// What the page of a report can do where scripts run: filter, search, step, copy a citation.
"use strict";
(() => {
  const result = byId("result");
  const GAPS = ["missing", "not_assessed", "partial", "addressed"];

  // What is searched of a passage is the law's: its words, headings and section, not what the program says of them.
  // A long passage stands whole under one provision, and in part under others: all of it is searched.
  const OF_THE_LAW = ".lead, .path, blockquote, strong > bdi";
  const wordsOf = (passage) =>
    [passage, byId(passage.dataset.whole ?? "")]
      .flatMap((one) => (one ? $$(OF_THE_LAW, one) : []))
      .filter((words) => words.textContent !== NO_LOCATOR);

  const rows = new Map($$("tr[data-provision]").map((row) => [row.dataset.provision, row]));
  const tiles = new Map($$("a.tile").map((tile) => [tile.getAttribute("href").slice(1), tile]));
  const provisions = $$("article[data-status]").map((article, order) => ({
    article,
    order,
    row: rows.get(article.id),
    tile: tiles.get(article.id),
    gap: GAPS.indexOf(article.dataset.status),
    bearers: article.dataset.bearers.split("|"),
    components: (article.dataset.components ?? "").split(" "),
    checks: article.dataset.checks.split(" ").filter(Boolean),
    documents: (article.dataset.documents ?? "").split(" "),
    title: said($$("h4", article)),
    asked: said($$("h4, header + p", article)),
    count: $$(".passage", article).length,
    passages: said($$(".passage", article).flatMap(wordsOf)),
  }));
  const chapters = [...$$("tbody.chapter"), ...$$("section.chapter")];
  let here = "";
  let opened = [];
  let sortedBy = "";

  function fits(provision, want, words) {
    const review = provision.checks.filter((check) => check !== "tension");
    return (
      (!want.status || provision.article.dataset.status === want.status) &&
      (!want.chapter || provision.article.dataset.chapter === want.chapter) &&
      (!want.bearer || provision.bearers.includes(want.bearer)) &&
      (!want.component || provision.components.includes(want.component)) &&
      (!want.document || provision.documents.includes(want.document)) &&
      (!want.check || (want.check === "any" ? review.length > 0 : review.includes(want.check))) &&
      (!want.tension || provision.checks.includes("tension")) &&
      words.every((word) => provision.asked.includes(word) || provision.passages.includes(word))
    );
  }

  function apply() {
    const want = wanted();
    const words = termsOf(want.q);
    let shown = 0;
    opened.forEach((details) => (details.open = false));
    opened = [];
    for (const provision of provisions) {
      const fit = fits(provision, want, words);
      shown += fit;
      provision.article.hidden = !fit;
      if (provision.row) provision.row.hidden = !fit;
      provision.tile?.classList.toggle("out", !fit);
      if (fit && words.some((word) => provision.passages.includes(word))) {
        opened.push(...$$("details:not([open])", provision.article));
      }
    }
    opened.forEach((details) => (details.open = true));
    for (const chapter of chapters) {
      chapter.hidden = !chapter.querySelector("[data-provision]:not([hidden]), article:not([hidden])");
    }
    if (byId(here)?.hidden) here = "";
    sort(want.sort);
    result.textContent = gettext("{shown} of {all} shown", { shown: number(shown), all: number(provisions.length) });
    remember();
  }

  const orders = {
    gaps: (a, b) => a.gap - b.gap,
    found: (a, b) => b.gap - a.gap,
    fewest: (a, b) => a.count - b.count,
    title: (a, b) => a.title.localeCompare(b.title),
  };

  function sort(by) {
    if (sortedBy === by) return;
    sortedBy = by;
    const sorted = [...provisions].sort((a, b) => orders[by]?.(a, b) || a.order - b.order);
    for (const { article, row } of sorted) {
      article.parentElement.append(article);
      row?.parentElement.append(row);
    }
  }

  function remember() {
    const state = stateOf();
    const filtered = state.size > 0;
    if (here && filtered) state.set("at", here);
    writeAddress(filtered ? `#?${state}` : here ? `#${here}` : "#");
  }

  function restore(state, hash) {
    if (state) {
      here = state.get("at") ?? "";
      apply();
      if (here) show(here);
    } else if (hash) {
      show(hash);
    } else {
      apply();
    }
  }

  // A link goes to what the filters hide, too: they then give way.
  function show(id) {
    const target = byId(id);
    const article = target?.closest("article[data-status]");
    here = target ? id : "";
    if (article?.hidden) clear();
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target?.scrollIntoView();
    apply();
  }

  function clear() {
    setFields(new URLSearchParams());
    apply();
  }

  function step(by) {
    const shown = $$("article[data-status]:not([hidden])");
    if (!shown.length) return;
    const article = stepped(shown, here, by);
    here = article.id;
    article.tabIndex = -1;
    article.focus();
    article.scrollIntoView();
    remember();
  }

  // Where the clipboard is refused, the citation is selected, so that one key copies it.
  async function copy(button) {
    const cite = button.parentElement.querySelector("cite");
    try {
      await navigator.clipboard.writeText(cite.textContent);
      button.textContent = gettext("Copied");
    } catch {
      getSelection().selectAllChildren(cite);
      button.textContent = gettext("Selected: now copy");
    }
    result.textContent = `${button.textContent}: ${cite.textContent}`;
    setTimeout(() => (button.textContent = gettext("Copy")), 3000);
  }

  for (const cite of $$(".passage cite")) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.do = "copy";
    button.textContent = gettext("Copy");
    button.ariaLabel = gettext("Copy {citation}", { citation: cite.textContent });
    cite.after(" ", button);
  }
  start({ apply, remember, restore, step, clear, actions: { copy } });
})();
