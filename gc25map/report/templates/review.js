// Reviewing in the page: decide on each provision, add what was missed, save and load the review file.
"use strict";
(() => {
  const MAX_BYTES = 10 << 20;
  const ADDS = { addressed: gettext("addressed"), partial: gettext("partial") };
  const KEYS = { a: "agree", d: "disagree", u: "unsure" };

  const mould = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const main = document.querySelector("main");
  const report = JSON.parse(main.dataset.report);
  const bar = mould("review-bar");
  const articles = new Map(
    [...document.querySelectorAll("article[data-status]")].map((article) => [article.id, article]),
  );
  const field = (name, within = bar) => within.querySelector(`[data-field="${name}"]`);
  const part = (name, within) => within.querySelector(`[data-part="${name}"]`);
  const titleOf = (article) => article.querySelector("h4").textContent;
  const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
  const say = (text) => (field("message").textContent = text);

  // Decisions on all documents by provision; `others` (on one document, or on a provision that this
  // page lacks) come from a loaded file and go into the next one as they are.
  const decisions = new Map();
  let additions = [];
  let others = [];
  let unsaved = false;
  // Decisions that came from a file stay those of its reviewer: the initials are not changed under them.
  let loaded = false;

  // --- What a decision rests on ---------------------------------------------------------------

  function passagesOf(article) {
    return [...article.querySelectorAll(".passage[data-hash]")].map((shown) => {
      // What is shown in part stands whole elsewhere in the page: that was decided on.
      const { whole } = shown.dataset;
      const quote = (whole ? document.getElementById(whole) : shown).querySelector("blockquote");
      const before = quote.previousElementSibling;
      const lead = before.matches(".lead") ? before.textContent.replace(/ …$/, "") : "";
      const text = `${lead} ${quote.textContent}`.trim();
      const locator = shown.querySelector("strong").textContent;
      const page = /#page=(\d+)$/.exec(shown.querySelector("a[href*='#page=']")?.href ?? "");
      return {
        hash: shown.dataset.hash,
        instrument: shown.dataset.instrument,
        locator: locator === NO_LOCATOR ? "" : locator,
        page: page ? Number(page[1]) : null,
        text: text.slice(0, MAX_TEXT).replace(/\p{Cs}/gu, ""),
      };
    });
  }

  function decide(article, verdict, said = {}) {
    const before = decisions.get(article.id);
    const changed = { adjudicates: false, note: "", status: null, ...before, ...said };
    const machine = article.dataset.status;
    if (verdict !== "disagree" || changed.status === machine) changed.status = null;
    decisions.set(article.id, {
      ...changed,
      provision: article.id,
      verdict,
      machine_status: machine,
      when: now(),
      instrument: "",
      passages: passagesOf(article),
    });
    touched(article);
  }

  // --- What is shown --------------------------------------------------------------------------

  function show(article) {
    const group = article.querySelector(".deciding");
    const decision = decisions.get(article.id);
    for (const button of group.querySelectorAll("[data-verdict]")) {
      button.ariaPressed = String(decision?.verdict === button.dataset.verdict);
    }
    group.querySelector("[data-act=clear]").hidden = !decision;
    part("decided", group).hidden = !decision;
    part("status", group).hidden = decision?.verdict !== "disagree";
    field("status", group).value = decision?.status ?? "";
    if (field("note", group).value !== (decision?.note ?? "")) {
      field("note", group).value = decision?.note ?? "";
    }
    const list = part("added", group);
    const own = additions.filter((addition) => addition.provision === article.id);
    list.hidden = own.length === 0;
    list.replaceChildren(...own.map(item));
  }

  // Which passage a button takes away: its place in the list changes with every other one.
  const removable = new WeakMap();

  function item(addition) {
    const line = document.createElement("li");
    const words = document.createElement("bdi");
    const button = document.createElement("button");
    const place = [addition.locator, addition.page && gettext("p. {page}", { page: addition.page })].filter(Boolean);
    words.textContent = visible(addition.exact);
    button.type = "button";
    button.dataset.act = "remove";
    removable.set(button, addition);
    button.textContent = gettext("Remove");
    button.ariaLabel = gettext("Remove the added passage: {words}", { words: words.textContent.slice(0, 60) });
    const about = [ADDS[addition.status] ?? addition.status, ...place.map(visible)].join(gettext(", "));
    line.append(gettext("Added ({about}):", { about }), " ", words, " ", button);
    return line;
  }

  // As in the rest of the page: marks that turn text round are shown as signs.
  const visible = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "⟦bidi⟧");

  const isReviewed = (id) =>
    decisions.has(id) || [...additions, ...others].some((entry) => entry.provision === id);

  function count() {
    const reviewed = [...articles.keys()].filter(isReviewed).length;
    const done = { reviewed: number(reviewed), all: number(articles.size) };
    field("progress").textContent = unsaved
      ? gettext("{reviewed} of {all} reviewed, not yet downloaded", done)
      : gettext("{reviewed} of {all} reviewed", done);
    bar.querySelector("[data-act=anew]").hidden = !isBegun();
    loaded &&= isBegun();
    field("initials").readOnly = loaded;
  }

  function touched(article) {
    unsaved = true;
    show(article);
    count();
    store();
    told();
  }

  // The text of the law shows beside each passage what was added there (missed.js).
  const told = () => document.dispatchEvent(new CustomEvent("reviewed", { detail: additions }));

  // --- Adding a passage -----------------------------------------------------------------------

  function openForm(article) {
    const open = article.querySelector(".adding");
    if (open) return field("exact", open).focus();
    const form = mould("adding");
    const choice = field("instrument", form);
    for (const { sha256, title, file_name } of report.instruments) {
      choice.add(new Option(visible(title || file_name || sha256.slice(0, 12)), sha256));
    }
    choice.parentElement.hidden = report.instruments.length < 2;
    article.querySelector(".deciding").append(form);
    field("exact", form).focus();
  }

  function closeForm(article) {
    article.querySelector(".adding")?.remove();
    article.querySelector("[data-act=add]").focus();
  }

  // The same words for the same provision are added once: the later holds.
  const same = (a) => (b) =>
    ["provision", "instrument", "exact"].every((key) => (a[key] ?? "") === (b[key] ?? ""));

  function add(addition) {
    additions = additions.filter((other) => !same(addition)(other));
    additions.push({ ...addition, when: now() });
    touched(articles.get(addition.provision));
  }

  function keepForm(article) {
    const form = article.querySelector(".adding");
    const value = (name) => field(name, form).value.trim();
    const page = field("page", form);
    const lacking = !value("exact") ? field("exact", form) : page.checkValidity() ? null : page;
    for (const input of [field("exact", form), page]) input.ariaInvalid = String(input === lacking);
    if (lacking) {
      say(
        lacking === page
          ? gettext("A page is a whole number from 1.")
          : gettext("The words of the passage are lacking."),
      );
      return lacking.focus();
    }
    closeForm(article);
    add({
      provision: article.id,
      instrument: value("instrument"),
      exact: value("exact"),
      status: value("adds"),
      page: page.value ? Number(page.value) : null,
      locator: value("locator"),
      note: value("why"),
    });
    say(gettext("Passage kept."));
  }

  // --- The file -------------------------------------------------------------------------------

  const initials = () => field("initials").value.trim();

  function review() {
    const by = (entry) => ({ ...entry, reviewer: initials() });
    return {
      format: FORMAT,
      report,
      reviewer: initials(),
      decisions: [...decisions.values(), ...others].map(by),
      additions: additions.map(by),
    };
  }

  function haveInitials() {
    const right = isInitials(initials());
    field("initials").ariaInvalid = String(!right);
    if (!right) {
      say(gettext("Your initials are wanted: they stand beside your decisions."));
      field("initials").focus();
    }
    return right;
  }

  function fileName() {
    const last = location.pathname.split("/").pop();
    try {
      return decodeURIComponent(last);
    } catch {
      return last;
    }
  }

  function download() {
    if (!haveInitials()) return;
    const name = fileName().replace(/(\.gc25)?\.html?$/i, "") || "law";
    const link = document.createElement("a");
    const text = `${JSON.stringify(review(), null, 1)}\n`;
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${name}.review.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    unsaved = false;
    count();
    store();
    say(gettext("{file} holds your review. Send it back, or load it here to go on.", { file: link.download }));
  }

  // Why a file cannot be continued here; "" where it can. Only what the browser keeps may still lack initials.
  function refusal(found) {
    const fault = faultOf(found, report);
    if (fault) return fault;
    if (!isInitials(found.reviewer)) return gettext("it is not a review");
    if (initials() !== found.reviewer && isBegun()) {
      return initials()
        ? gettext("it is by {other}, and you have begun as {reviewer}", { other: found.reviewer, reviewer: initials() })
        : gettext("it is by {other}, and you have begun without initials", { other: found.reviewer });
    }
    return "";
  }

  // The later decision on a provision holds, whether it was made here or stands in the file.
  function take(found) {
    field("initials").value = found.reviewer;
    for (const entry of found.decisions ?? []) {
      if (entry.instrument || !articles.has(entry.provision)) {
        others = [...others.filter((other) => !same(entry)(other)), entry];
      } else if (!(decisions.get(entry.provision)?.when > entry.when)) {
        decisions.set(entry.provision, entry);
      }
    }
    for (const entry of found.additions ?? []) {
      const known = additions.find(same(entry));
      if (known?.when > entry.when) continue;
      additions = [...additions.filter((addition) => addition !== known), entry];
    }
    articles.forEach(show);
    count();
    told();
  }

  async function load(file) {
    try {
      if (file.size > MAX_BYTES) throw new Error(gettext("it is too large"));
      const began = isBegun();
      const found = JSON.parse(await file.text());
      const refused = refusal(found);
      if (refused) throw new Error(refused);
      take(found);
      unsaved = unsaved || began;
      loaded = true;
      count();
      store();
      say(
        gettext("The review of {reviewer} is loaded: go on where it ended, or begin anew under other initials.", {
          reviewer: visible(initials()),
        }),
      );
    } catch (error) {
      say(
        gettext("{file} cannot be loaded: {why}.", { file: visible(file.name), why: visible(error.message) }),
      );
    }
  }

  const isBegun = () => decisions.size + additions.length + others.length > 0;

  // --- What the browser keeps, where it may -----------------------------------------------------

  const KEY = `gc25map review ${report.instruments.map((document) => document.sha256).join()}`;

  function store() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ unsaved, loaded, review: review() }));
    } catch {
      // A browser that keeps nothing for files: the review lives in this page until it is downloaded.
    }
  }

  function restore() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      if (!kept) return;
      const why = faultOf(kept.review, report);
      if (why) {
        // Of an earlier version of the page, perhaps: put aside, for the next decision is kept in its place.
        localStorage.setItem(`${KEY} damaged`, JSON.stringify(kept));
        say(gettext("The review that this browser kept cannot be used: {why}.", { why }));
        return;
      }
      take(kept.review);
      unsaved = kept.unsaved === true && isBegun();
      loaded = kept.loaded === true;
      const reviewer = initials() || gettext("nobody yet");
      if (isBegun()) {
        say(gettext("This browser kept the review of {reviewer}: go on where it ended, or begin anew.", { reviewer }));
      }
    } catch {
      // Nothing kept, or nothing that can be read: the page begins anew.
    }
  }

  // --- What is pressed ------------------------------------------------------------------------

  function next() {
    const ids = [...articles.values()].filter((article) => !article.hidden);
    const here = document.activeElement?.closest("article");
    const from = ids.indexOf(here) + 1;
    const found = [...ids.slice(from), ...ids.slice(0, from)].find((one) => !isReviewed(one.id));
    if (!found) return say(gettext("Every provision that is shown is reviewed."));
    found.focus({ preventScroll: true });
    found.scrollIntoView();
  }

  function anew() {
    if (!confirm(gettext("Take back every decision and every passage added in this page?"))) return;
    decisions.clear();
    [additions, others, unsaved] = [[], [], false];
    field("initials").value = "";
    articles.forEach(show);
    count();
    store();
    told();
    field("initials").focus();
  }

  const actions = {
    anew,
    next,
    download,
    load: () => field("file").click(),
    add: openForm,
    cancel: closeForm,
    keep: keepForm,
    clear: (article) => {
      decisions.delete(article.id);
      touched(article);
      article.querySelector("[data-verdict]").focus();
    },
    remove: (article, button) => {
      const gone = removable.get(button);
      additions = additions.filter((addition) => addition !== gone);
      touched(article);
      article.querySelector("[data-act=add]").focus();
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-act], [data-verdict]");
    const article = button?.closest("article");
    if (button?.dataset.verdict) decide(article, button.dataset.verdict);
    else if (button) actions[button.dataset.act](article, button);
  });

  document.addEventListener("input", ({ target }) => {
    const group = target.closest?.("[data-part=decided]");
    const article = target.closest?.("article");
    const name = target.dataset?.field;
    if (group) decide(article, decisions.get(article.id).verdict, { [name]: target.value || (name === "note" ? "" : null) });
    else if (name === "initials") store();
  });

  document.addEventListener("missed", ({ detail }) => {
    add(detail);
    say(gettext("Added to: {provision}", { provision: titleOf(articles.get(detail.provision)) }));
  });

  field("file").addEventListener("change", ({ target }) => {
    if (target.files.length) load(target.files[0]);
    target.value = "";
  });

  // Only on the provision in focus, so that no letter said or typed elsewhere decides anything.
  document.addEventListener("keydown", (event) => {
    const article = event.target.closest?.("article[data-status]");
    const typing = event.target.closest?.("input, select, textarea");
    const off = document.getElementById("keys")?.checked === false;
    if (!article || typing || off || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    decide(article, KEYS[event.key]);
    say(`${VERDICTS[KEYS[event.key]]}: ${titleOf(article)}`);
  });

  addEventListener("beforeunload", (event) => unsaved && event.preventDefault());

  for (const article of articles.values()) {
    const group = mould("deciding");
    group.ariaLabel = gettext("Your decision: {provision}", { provision: titleOf(article) });
    field("status", group).querySelector(`[value="${article.dataset.status}"]`).remove();
    article.append(group);
    article.tabIndex = -1;
  }
  restore();
  articles.forEach(show);
  count();
  field("file").hidden = true;
  main.append(bar);
})();
