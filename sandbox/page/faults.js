// The fault drill: what may go wrong between a bot and Telegram, put in on purpose.

import { api } from "./api.js";
import { attempt } from "./attempt.js";
import { el } from "./dom.js";
import { words } from "./words.js";

const KINDS = ["429", "403", "502", "500", "timeout_after_accept", "drop_before", "delay_ms", "duplicate_update"];
const METHODS = ["*", "sendMessage", "sendPhoto", "sendMediaGroup", "editMessageText", "answerCallbackQuery", "getFile"];
const EXTRAS = { 429: { retry_after: 5 }, delay_ms: { delay_ms: 3000 } };

/** @returns {{root: HTMLElement, read: () => Promise<void>}} */
export function faultDrill() {
  const select = (options, label, name) => {
    const choice = el("select", { "aria-label": label }, options.map((value) => el("option", { value }, name(value))));
    return { choice, field: el("label", {}, el("span", {}, label), choice) };
  };
  const kind = select(KINDS, words("faultKind"), (value) => words(`fault_${value}`));
  const method = select(METHODS, words("faultMethod"), (value) => value);
  const times = el("input", { type: "number", min: "1", max: "99", value: "1" });
  const standing = el("ul", { class: "standing-faults" });

  const read = () => attempt(async () => paint(standing, await api.faults()));
  const inject = async () => {
    const fault = { kind: kind.choice.value, method: method.choice.value, times: Number(times.value), ...EXTRAS[kind.choice.value] };
    if (await attempt(() => api.injectFault(fault))) await read();
  };
  const clear = async () => (await attempt(() => api.clearFaults())) && read();
  const root = el(
    "section",
    { class: "drill", "aria-label": words("faults") },
    el("h3", {}, words("faults")),
    el("div", { class: "drill-fields" }, kind.field, method.field, el("label", {}, el("span", {}, words("faultTimes")), times)),
    el(
      "div",
      { class: "drill-acts" },
      el("button", { type: "button", class: "primary", onclick: inject }, words("faultInject")),
      el("button", { type: "button", class: "quiet", onclick: clear }, words("faultClear")),
    ),
    standing,
  );
  return { root, read };
}

function paint(list, answer) {
  const faults = answer.filter(({ times, struck }) => times === null || struck < times);
  const row = ({ kind, method, times, struck }) => {
    const name = KINDS.includes(kind) ? words(`fault_${kind}`) : kind;
    const left = times === null ? "∞" : words("faultLeft", { n: times - struck });
    return el("li", {}, el("span", {}, name), el("code", {}, method), el("small", {}, left));
  };
  list.replaceChildren(...(faults.length ? faults.map(row) : [el("li", { class: "hint" }, words("faultNone"))]));
}
