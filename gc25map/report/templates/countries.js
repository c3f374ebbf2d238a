// What the page of countries can do where scripts run: fold chapters, filter rows and columns, search, step.
"use strict";
(() => {
  const controls = byId("controls");
  const result = byId("result");
  const matrix = byId("all");
  const picks = $$("[data-pick]", controls);
  const foldAll = controls.querySelector("[data-do=fold]");

  const codes = $$("thead th[data-country]", matrix).map((th) => th.dataset.country);
  const tables = $$("table.across");
  const kindRows = new Map(
    $$("select[data-filter=kind] option[value]:not([value=''])", controls).map((option, place) => [
      option.value,
      $$("section[aria-labelledby=documents] tbody tr")[place],
    ]),
  );
  // What is searched is the law's and the taxonomy's: titles, duties, words and places, not what the program says.
  const chapters = $$("tbody", matrix).map((body) => ({
    body,
    id: body.dataset.chapter,
    rows: $$("tr[id]", body).map((row) => {
      const words = byId(`words-${row.id}`);
      return {
        row,
        words,
        beside: $$(`[data-row="${row.id}"]`),
        kinds: row.dataset.kinds.split(" ").filter(Boolean),
        states: [...row.cells].slice(1).map((cell) => cell.className),
        text: said([row.cells[0].firstChild, ...$$("td bdi", row)]),
        passages: words ? said([words.querySelector("p").firstChild, ...$$("blockquote", words)]) : "",
      };
    }),
    button: null,
  }));
  const rows = chapters.flatMap((chapter) => chapter.rows);
  // For each country the kinds of instruments that were supplied, as the table of kinds shows them.
  const supplied = codes.map(
    (code, place) =>
      new Set(
        [...kindRows]
          .filter(([, row]) => !row.cells[place + 1].classList.contains("unsupplied"))
          .map(([kind]) => kind),
      ),
  );
  const unfolded = new Set();
  let here = "";
  let opened = [];

  const picked = () => picks.filter((pick) => pick.checked).map((pick) => pick.dataset.pick);

  function fits({ row, kinds, states, text, passages }, want, words, shown) {
    const comparable = () =>
      shown.filter((place) => !kinds.length || kinds.some((kind) => supplied[place].has(kind)));
    return (
      (!want.chapter || row.parentElement.dataset.chapter === want.chapter) &&
      (!want.status || shown.some((place) => states[place] === want.status)) &&
      (!want.kind || kinds.includes(want.kind)) &&
      (!want.comparable || comparable().length > 1) &&
      words.every((word) => text.includes(word) || passages.includes(word))
    );
  }

  function apply() {
    const want = wanted();
    const words = termsOf(want.q);
    const chosen = picked();
    const columns = codes.map(
      (code, place) =>
        (!chosen.length || chosen.includes(code)) && (!want.kind || supplied[place].has(want.kind)),
    );
    const shown = columns.flatMap((column, place) => (column ? [place] : []));
    showColumns(columns);
    opened.forEach((details) => (details.open = false));
    opened = [];
    let count = 0;
    for (const item of rows) {
      const fit = fits(item, want, words, shown);
      count += fit;
      item.row.hidden = !fit;
      item.beside.forEach((element) => (element.hidden = !fit));
      const told = words.some((word) => item.passages.includes(word) && !item.text.includes(word));
      if (fit && told && item.words && !item.words.open) opened.push(item.words);
    }
    opened.forEach((details) => (details.open = true));
    fold(Boolean(words.length || want.chapter || want.status || want.kind || want.comparable));
    matrix.classList.toggle("signs", Boolean(want.signs));
    byId("picked").textContent = chosen.length ? chosen.join(", ") : "all";
    result.textContent = `${count} of ${rows.length} provisions, ${shown.length} of ${codes.length} countries shown`;
    if (byId(here)?.hidden) mark("");
    remember();
  }

  let columnsShown = "1".repeat(codes.length);
  function showColumns(columns) {
    const key = columns.map(Number).join("");
    if (key === columnsShown) return;
    columnsShown = key;
    for (const table of tables) {
      for (const row of table.rows) {
        columns.forEach((column, place) => (row.cells[place + 1].hidden = !column));
      }
    }
    const place = new Map(codes.map((code, number) => [code, number]));
    for (const element of $$("[data-country]:not(th)")) {
      element.hidden = !columns[place.get(element.dataset.country)];
    }
  }

  // A filter opens every chapter in which something fits; without one, those that were opened by hand.
  function fold(filtered) {
    for (const chapter of chapters) {
      const open = filtered || unfolded.has(chapter.id);
      chapter.body.hidden = chapter.rows.every(({ row }) => row.hidden);
      chapter.body.classList.toggle("rolled", !open);
      chapter.button.setAttribute("aria-expanded", open);
    }
    const all = unfolded.size === chapters.length;
    foldAll.textContent = all ? "Close all chapters" : "Open all chapters";
  }

  function remember() {
    const state = stateOf({ countries: picked().join(","), open: [...unfolded].join(","), at: here });
    // An address of a place on the page stays as it is.
    const place = byId(location.hash.slice(1)) ? location.hash : "#";
    writeAddress(state.size ? `#?${state}` : place);
  }

  function restore(state, hash) {
    if (!state) {
      apply();
      if (hash) show(hash);
      return;
    }
    const list = (name) => (state.get(name) ?? "").split(",").filter(Boolean);
    const countries = list("countries");
    picks.forEach((pick) => (pick.checked = countries.includes(pick.dataset.pick)));
    unfolded.clear();
    const known = new Set(chapters.map((chapter) => chapter.id));
    list("open").filter((id) => known.has(id)).forEach((id) => unfolded.add(id));
    apply();
    const at = state.get("at");
    if (at) show(at);
  }

  // A link goes to what is folded or hidden, too: filters then give way.
  function show(id) {
    const target = byId(id);
    if (!target) return;
    if (target.hidden) clear();
    if (target.tagName === "DETAILS") target.open = true;
    if (target.matches("#all tr[id]")) {
      unfolded.add(target.parentElement.dataset.chapter);
      mark(id);
      apply();
    }
    target.scrollIntoView({ block: "center" });
  }

  function mark(id) {
    byId(here)?.classList.remove("here");
    here = id;
    byId(here)?.classList.add("here");
  }

  function clear() {
    setFields(new URLSearchParams());
    picks.forEach((pick) => (pick.checked = false));
    apply();
  }

  function toggle(chapter) {
    if (!unfolded.delete(chapter.id)) unfolded.add(chapter.id);
    apply();
  }

  function step(by) {
    const shown = rows.filter(({ row }) => !row.hidden).map(({ row }) => row);
    if (!shown.length) return;
    const row = stepped(shown, here, by);
    unfolded.add(row.parentElement.dataset.chapter);
    mark(row.id);
    apply();
    const head = row.cells[0];
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }

  function foldOrUnfold() {
    if (unfolded.size === chapters.length) unfolded.clear();
    else chapters.forEach((chapter) => unfolded.add(chapter.id));
    apply();
  }

  for (const chapter of chapters) {
    const head = chapter.body.rows[0].cells[0];
    chapter.button = document.createElement("button");
    chapter.button.type = "button";
    chapter.button.textContent = head.textContent;
    chapter.button.addEventListener("click", () => toggle(chapter));
    head.replaceChildren(chapter.button);
  }
  start({
    apply, remember, restore, step, clear, actions: { fold: foldOrUnfold }, shortcuts: { o: foldOrUnfold },
  });
})();
