// What the scripts of the page say, in its language: English stands in them, the page brings the rest.
"use strict";
const { gettext, number } = (() => {
  const words = JSON.parse(document.querySelector("main").dataset.words ?? "{}");
  const figures = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" });
  return {
    gettext: (english, values = {}) =>
      (words[english] ?? english).replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole),
    number: (count) => figures.format(count),
  };
})();
// What stands in the page in place of a locator that there is not.
const NO_LOCATOR = gettext("(no section number)");
