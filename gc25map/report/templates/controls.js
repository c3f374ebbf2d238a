// What the controls of every page share: the fields of its filters, its search, its keys, its address.
"use strict";
const { $$, byId, said, termsOf, wanted, setFields, stateOf, writeAddress, stepped, start } = (() => {
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const controls = byId("controls");
  const help = byId("help");
  const keys = byId("keys");
  const fields = $$("[data-filter]", controls);
  const query = fields.find((field) => field.dataset.filter === "q");

  // Upper case, accents and runs of spaces make no difference to a search.
  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
  const said = (nodes) => plain(nodes.map((node) => node.textContent).join(" "));

  const valueOf = (field) => (field.type === "checkbox" ? (field.checked ? "1" : "") : field.value);
  const setField = (field, value) => {
    if (field.type === "checkbox") field.checked = value === "1";
    else field.value = value;
    // A value that the list does not hold leaves it empty: then all are shown.
    if (field.selectedIndex === -1) field.selectedIndex = 0;
  };
  const setFields = (state) =>
    fields.forEach((field) => setField(field, state.get(field.dataset.filter) ?? ""));
  const wanted = () => Object.fromEntries(fields.map((field) => [field.dataset.filter, valueOf(field)]));

  // The state stands in the address as #?status=missing&at=provision; a plain #provision is a link.
  function stateOf(more) {
    const off = keys.checked ? "" : "off";
    const state = Object.entries({ ...wanted(), ...more, keys: off });
    return new URLSearchParams(state.filter(([, value]) => value));
  }

  function writeAddress(address) {
    if (address === (location.hash || "#")) return;
    try {
      history.replaceState(null, "", address);
    } catch {
      // A viewer that lets no page write its address: the filters work all the same.
    }
  }

  // What comes `by` steps after the one of this id; without one, the first or the last.
  function stepped(shown, id, by) {
    const at = shown.findIndex((one) => one.id === id);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by;
    return shown[Math.max(0, Math.min(shown.length - 1, next))];
  }

  // Listens from now on. `restore` is given the state of the address, null where it is a plain link.
  function start({ apply, remember, restore, step, clear, actions: own = {}, shortcuts: letters = {} }) {
    const actions = {
      next: () => step(1),
      previous: () => step(-1),
      clear: () => {
        clear();
        query.focus();
      },
      help: () => help.showModal(),
      close: () => help.close(),
      ...own,
    };
    const shortcuts = {
      j: actions.next,
      k: actions.previous,
      "?": actions.help,
      f: () => {
        controls.scrollIntoView();
        query.focus();
      },
      ...letters,
    };
    const restored = () => {
      const hash = location.hash.slice(1);
      const state = hash.startsWith("?") ? new URLSearchParams(hash.slice(1)) : null;
      if (state) {
        setFields(state);
        keys.checked = state.get("keys") !== "off";
      }
      restore(state, hash);
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
    addEventListener("hashchange", restored);
    controls.hidden = false;
    restored();
  }

  const termsOf = (text) => plain(text).split(" ").filter(Boolean);
  return { $$, byId, said, termsOf, wanted, setFields, stateOf, writeAddress, stepped, start };
})();
