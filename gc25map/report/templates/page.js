// What the page of a report can do where scripts run: filter, search, step, copy a citation.
"use strict";
(() => {
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const controls = document.getElementById("controls");
  const result = document.getElementById("result");
  const help = document.getElementById("help");
  const keys = document.getElementById("keys");
  const fields = $$("[data-filter]", controls);
  const search = fields.find((field) => field.dataset.filter === "q");
  const GAPS = ["missing", "not_assessed", "partial", "addressed"];

  // Upper case, accents and runs of spaces make no difference to a search.
  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
  const said = (element) => plain(element.textContent);

  // A long passage stands whole under one provision, and in part under others: all of it is searched.
  const wholeText = ({ textContent, dataset }) =>
    textContent + (dataset.whole ? document.getElementById(dataset.whole).textContent : "");

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
    title: said(article.querySelector("h4")),
    count: $$(".passage", article).length,
    passages: said({ textContent: $$(".passage", article).map(wholeText).join(" ") }),
  }));
  const chapters = [...$$("tbody.chapter"), ...$$("section.chapter")];
  let here = "";
  let opened = [];
  let sortedBy = "";

  const valueOf = (field) => (field.type === "checkbox" ? (field.checked ? "1" : "") : field.value);
  const setField = (field, value) => {
    if (field.type === "checkbox") field.checked = value === "1";
    else field.value = value;
    // A value that the list does not hold leaves it empty: then all are shown.
    if (field.selectedIndex === -1) field.selectedIndex = 0;
  };
  const wanted = () => Object.fromEntries(fields.map((field) => [field.dataset.filter, valueOf(field)]));

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
      words.every((word) => provision.title.includes(word) || provision.passages.includes(word))
    );
  }

  function apply() {
    const want = wanted();
    const words = plain(want.q).split(" ").filter(Boolean);
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
    if (document.getElementById(here)?.hidden) here = "";
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

  // The state stands in the address as #?status=missing&at=provision; a plain #provision is a link.
  function remember() {
    const state = new URLSearchParams();
    for (const [name, value] of Object.entries(wanted())) if (value) state.set(name, value);
    if (!keys.checked) state.set("keys", "off");
    const filtered = state.size > 0;
    if (here && filtered) state.set("at", here);
    const address = filtered ? `#?${state}` : here ? `#${here}` : "#";
    if (address === (location.hash || "#")) return;
    try {
      history.replaceState(null, "", address);
    } catch {
      // A viewer that lets no page write its address: the filters work all the same.
    }
  }

  function restore() {
    const hash = location.hash.slice(1);
    if (hash.startsWith("?")) {
      const state = new URLSearchParams(hash.slice(1));
      fields.forEach((field) => setField(field, state.get(field.dataset.filter) ?? ""));
      keys.checked = state.get("keys") !== "off";
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
    const target = document.getElementById(id);
    const article = target?.closest("article[data-status]");
    here = target ? id : "";
    if (article?.hidden) clear();
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target?.scrollIntoView();
    apply();
  }

  function clear() {
    fields.forEach((field) => setField(field, ""));
    apply();
  }

  function step(by) {
    const shown = $$("article[data-status]:not([hidden])");
    if (!shown.length) return;
    const at = shown.findIndex((article) => article.id === here);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by;
    const article = shown[Math.max(0, Math.min(shown.length - 1, next))];
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

  const actions = {
    next: () => step(1),
    previous: () => step(-1),
    clear: () => {
      clear();
      search.focus();
    },
    help: () => help.showModal(),
    close: () => help.close(),
    copy,
  };
  const shortcuts = {
    j: actions.next,
    k: actions.previous,
    "?": actions.help,
    f: () => {
      controls.scrollIntoView();
      search.focus();
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-do]");
    if (button) actions[button.dataset.do]?.(button);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable], dialog");
    if (typing || !keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = Object.hasOwn(shortcuts, event.key) && shortcuts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  controls.addEventListener("input", apply);
  keys.addEventListener("change", remember);
  addEventListener("hashchange", restore);

  for (const cite of $$(".passage cite")) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.do = "copy";
    button.textContent = gettext("Copy");
    button.ariaLabel = gettext("Copy {citation}", { citation: cite.textContent });
    cite.after(" ", button);
  }
  controls.hidden = false;
  restore();
})();
