// In the text of the law: what the program missed is added where it stands, and shown beside it.
"use strict";
(() => {
  const AROUND = 60;
  const law = document.querySelector(".law");
  if (!law) return;
  const titles = new Map(
    [...document.querySelectorAll("article[data-status]")].map((article) => [
      article.id, article.querySelector("h4").textContent,
    ]),
  );
  const field = (form, name) => form.querySelector(`[data-field="${name}"]`);
  const wordsOf = (passage) => passage.querySelector("p");
  const marginOf = (passage) => {
    const margin = passage.querySelector(":scope > div.small");
    if (margin) return margin;
    const made = document.createElement("div");
    made.className = "small";
    wordsOf(passage).after(made);
    return made;
  };
  // The program counts whole characters, a script halves of some: what is cut must not end in a half.
  const letters = (text) => [...text].length;
  const uncut = (text) => text.replace(/\p{Cs}/gu, "");

  // Where a passage begins in the document as it was read ("-": not known), its page ("-": none), its locator.
  function placeOf(passage) {
    const [start, page, ...locator] = passage.dataset.at.split(" ");
    const number = (text) => (text === "-" ? null : Number(text));
    return { start: number(start), page: number(page), locator: locator.join(" ") };
  }

  // --- What is selected: kept, because pressing a button may end a selection -------------------

  let picked = null;

  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const passage = range?.commonAncestorContainer.parentElement?.closest(".law .text");
    const words = passage && wordsOf(passage);
    if (!words?.contains(range.startContainer) || !words.contains(range.endContainer)) return;
    const before = document.createRange();
    before.setStart(words, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const text = range.toString();
    const at = before.toString().length + text.length - text.trimStart().length;
    picked = text.trim() ? { passage, at, words: text.trim() } : null;
  });

  // --- The form beside a passage ----------------------------------------------------------------

  function openForm(passage) {
    const there = passage.querySelector(".adding");
    if (there) return field(there, "provision").focus();
    const form = document.getElementById("missed").content.firstElementChild.cloneNode(true);
    const groups = new Map();
    for (const [id, title] of titles) {
      const chapter = document.getElementById(id).closest("section").querySelector("h3").textContent;
      if (!groups.has(chapter)) {
        groups.set(chapter, document.createElement("optgroup"));
        groups.get(chapter).label = chapter;
        field(form, "provision").append(groups.get(chapter));
      }
      groups.get(chapter).append(new Option(title, id));
    }
    const chosen = picked?.passage === passage ? picked : null;
    const whole = wordsOf(passage).textContent;
    field(form, "exact").value = uncut((chosen?.words ?? whole.trim()).slice(0, MAX_TEXT));
    if (chosen) form.dataset.from = chosen.at;
    passage.append(form);
    field(form, "provision").focus();
  }

  function close(passage) {
    passage.querySelector(".adding")?.remove();
    passage.querySelector("[data-missed=open]").focus();
  }

  // The words as they stand in the passage; a text area knows no other line end than one.
  function keep(passage) {
    const form = passage.querySelector(".adding");
    const whole = wordsOf(passage).textContent;
    const exact = field(form, "exact").value.trim();
    const from = Number(form.dataset.from ?? -1);
    const at = whole.startsWith(exact, from) && from >= 0 ? from : whole.indexOf(exact);
    const lacking = ["provision", "exact"].find((name) => !field(form, name).value.trim());
    const wrong = lacking ?? (at < 0 ? "exact" : "");
    for (const name of ["provision", "exact"]) field(form, name).ariaInvalid = String(name === wrong);
    field(form, "said").textContent = !wrong ? "" : lacking
      ? gettext("Choose a provision, and leave the words that serve it.")
      : gettext("These words do not stand so in the passage.");
    if (wrong) return field(form, wrong).focus();
    const { start, page, locator } = placeOf(passage);
    const begin = start === null ? null : start + letters(whole.slice(0, at));
    const detail = {
      provision: field(form, "provision").value,
      instrument: passage.closest("[data-document]").dataset.document,
      exact,
      prefix: uncut(whole.slice(Math.max(0, at - AROUND), at)),
      suffix: uncut(whole.slice(at + exact.length, at + exact.length + AROUND)),
      status: field(form, "adds").value,
      page,
      start: begin,
      end: begin === null ? null : begin + letters(exact),
      locator,
      note: field(form, "why").value.trim(),
    };
    close(passage);
    picked = null;
    document.dispatchEvent(new CustomEvent("missed", { detail }));
  }

  // --- What was added, beside the passage in which it stands ------------------------------------

  document.addEventListener("reviewed", ({ detail: additions }) => {
    law.querySelectorAll("ul.added").forEach((list) => list.remove());
    for (const addition of additions) {
      const passage = passageOf(addition);
      if (!passage || !titles.has(addition.provision)) continue;
      let list = passage.querySelector("ul.added");
      if (!list) {
        list = document.createElement("ul");
        list.className = "added small";
        marginOf(passage).prepend(list);
      }
      const link = document.createElement("a");
      link.href = `#${addition.provision}`;
      link.textContent = gettext("＋ {provision} (added by you)", {
        provision: titles.get(addition.provision),
      });
      list.append(document.createElement("li"));
      list.lastElementChild.append(link);
    }
  });

  function passageOf(addition) {
    if (!Number.isInteger(addition.start)) return null;
    const within = law.querySelector(`[data-document="${CSS.escape(addition.instrument)}"]`);
    const before = ({ start }) => start !== null && start <= addition.start;
    const passages = [...(within?.querySelectorAll(".text") ?? [])].reverse();
    const passage = passages.find((one) => before(placeOf(one)));
    const end = passage && placeOf(passage).start + letters(wordsOf(passage).textContent);
    return addition.start < end ? passage : null;
  }

  // --- What is pressed --------------------------------------------------------------------------

  const actions = { open: openForm, keep, cancel: close };

  law.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-missed]");
    if (button) actions[button.dataset.missed](button.closest(".text"));
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.(".law .adding");
    if (event.key === "Escape" && form) return close(form.closest(".text"));
    const typing = event.target.closest?.("input, select, textarea, dialog");
    const off = document.getElementById("keys")?.checked === false;
    if (event.key !== "m" || typing || off || event.ctrlKey || event.metaKey || event.altKey) return;
    const passage = event.target.closest?.(".law .text") ?? picked?.passage;
    if (!passage) return;
    event.preventDefault();
    openForm(passage);
  });

  // A law has thousands of passages: their buttons are made when it is opened.
  function equip(details) {
    for (const passage of details.querySelectorAll(".text:not(:has([data-missed]))")) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.missed = "open";
      button.textContent = gettext("This serves …");
      const words = wordsOf(passage).textContent.trim().slice(0, 60);
      button.ariaLabel = gettext("This serves a provision: {words}", { words });
      button.setAttribute("aria-keyshortcuts", "m");
      marginOf(passage).append(button);
    }
  }
  for (const details of law.querySelectorAll("details")) {
    if (details.open) equip(details);
    details.addEventListener("toggle", () => details.open && equip(details));
  }
})();
