// What a review file may hold: the page takes what the command takes (gc25map/review/files.py), and nothing else.
"use strict";
const { FORMAT, MAX_TEXT, VERDICTS, isInitials, faultOf } = (() => {
  const FORMAT = 1;
  const MAX_INITIALS = 20;
  const MAX_NOTE = 5_000;
  const MAX_TEXT = 50_000;
  const VERDICTS = { agree: gettext("Agree"), disagree: gettext("Disagree"), unsure: gettext("Unsure") };
  const STATUSES = ["addressed", "partial", "missing", "not_assessed"];

  // A half of a character is none: no file can hold it.
  const isText = (value) => typeof value === "string" && !/\p{Cs}/u.test(value);
  const upTo = (most) => (value) => isText(value) && [...value].length <= most;
  const like = (pattern) => (value) => isText(value) && pattern.test(value);
  const oneOf = (values) => (value) => values.includes(value);
  const orNull = (right) => (value) => value === null || right(value);
  const listOf = (right) => (value) => Array.isArray(value) && value.every(right);
  const isYesOrNo = (value) => typeof value === "boolean";
  const isInitials = (value) =>
    upTo(MAX_INITIALS)(value) && /^(?:[^\p{C}\p{Z}]| )+$/u.test(value) && value.trim() !== "";

  const WHEN = /^(?!0000)(\d{4}-\d\d-\d\d)(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?Z)?$/;
  function isWhen(value) {
    const day = isText(value) && WHEN.exec(value)?.[1];
    const time = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
  }

  // An object with these keys and no others; those of `may` may lack.
  function record(must, may = {}) {
    const known = new Map(Object.entries({ ...must, ...may }));
    return (value) =>
      typeof value === "object" &&
      value !== null &&
      Object.keys(must).every((key) => Object.hasOwn(value, key)) &&
      Object.entries(value).every(([key, held]) => known.get(key)?.(held));
  }

  const common = { provision: like(/^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$/), reviewer: isText, when: isWhen };
  const isPassage = record(
    { hash: like(/^[0-9a-f]{12}$/) },
    { instrument: isText, locator: isText, page: orNull(Number.isInteger), text: upTo(MAX_TEXT) },
  );
  const isDecision = record(
    { ...common, verdict: oneOf(Object.keys(VERDICTS)), machine_status: oneOf(STATUSES) },
    {
      status: orNull(oneOf(STATUSES)),
      instrument: isText,
      note: upTo(MAX_NOTE),
      passages: listOf(isPassage),
      adjudicates: isYesOrNo,
    },
  );
  const isAddition = record(
    { ...common, instrument: isText, exact: upTo(MAX_TEXT), status: oneOf(["addressed", "partial"]) },
    {
      page: orNull((page) => Number.isInteger(page) && page > 0),
      prefix: upTo(MAX_TEXT),
      suffix: upTo(MAX_TEXT),
      start: orNull(Number.isInteger),
      end: orNull(Number.isInteger),
      locator: isText,
      note: upTo(MAX_NOTE),
    },
  );
  const isReport = record({
    tool: isText,
    taxonomy: isText,
    model: isText,
    instruments: listOf(record({ sha256: isText }, { title: isText, file_name: isText })),
  });
  const isFile = record(
    { format: oneOf([FORMAT]), report: isReport, reviewer: isText },
    { decisions: Array.isArray, additions: Array.isArray },
  );

  // What no key alone can tell: each speaks of this report, by this reviewer, once, and does not contradict itself.
  function areDecisions(decisions, reviewer, documents) {
    const cells = new Set(decisions.map((entry) => `${entry?.provision} ${entry?.instrument ?? ""}`));
    return cells.size === decisions.length && decisions.every((entry) =>
      isDecision(entry) &&
      entry.reviewer === reviewer &&
      (!entry.instrument || documents.includes(entry.instrument)) &&
      !(entry.verdict === "agree" && (entry.status ?? entry.machine_status) !== entry.machine_status));
  }

  function areAdditions(additions, reviewer, documents) {
    return additions.every((entry) => {
      const { start = null, end = null } = entry ?? {};
      return isAddition(entry) &&
        entry.reviewer === reviewer &&
        documents.includes(entry.instrument) &&
        entry.exact.trim() !== "" &&
        (start === null ? end === null : end !== null && start >= 0 && start < end);
    });
  }

  // Why what was found is no review of this report; "" where it is one.
  function faultOf(found, report) {
    const shas = (of) => of.instruments.map((document) => document?.sha256);
    if (found?.format !== FORMAT) return gettext("it is not a review of format {format}", { format: FORMAT });
    if (!Array.isArray(found.report?.instruments)) return gettext("it is not a review");
    const documents = shas(report);
    if (shas(found.report).sort().join() !== [...documents].sort().join()) {
      return gettext("it reviews other documents");
    }
    if (!isFile(found)) return gettext("it is not a review");
    const { reviewer, decisions = [], additions = [] } = found;
    if (!areDecisions(decisions, reviewer, documents)) return gettext("a decision is damaged");
    if (!areAdditions(additions, reviewer, documents)) return gettext("an added passage is damaged");
    return "";
  }

  return { FORMAT, MAX_TEXT, VERDICTS, isInitials, faultOf };
})();
