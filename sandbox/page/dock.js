// The pane with the raw calls: every call between the bots and the Bot API, and the fault drill beside it.

import { api } from "./api.js";
import { attempt } from "./attempt.js";
import { clockWithSeconds } from "./time.js";
import { el, iconButton } from "./dom.js";
import { faultDrill } from "./faults.js";
import { words } from "./words.js";

const KEPT = 300;
const BATCH = 200;

export class Dock {
  #calls = [];
  #next = 0;
  #reading = false;

  constructor(closed) {
    this.list = el("ol", { class: "calls", "aria-label": words("calls"), tabindex: "0" });
    this.detail = el("div", { class: "call-detail" }, el("p", { class: "hint" }, words("chooseCall")));
    this.drill = faultDrill();
    const title = el("div", {}, el("h2", {}, words("calls")), el("p", { class: "hint" }, words("callsHint")));
    const header = el("header", {}, title, iconButton("close", words("close"), closed));
    const parts = el("div", { class: "dock-parts" }, this.list, this.detail, this.drill.root);
    this.root = el("aside", { class: "dock", hidden: true, "aria-label": words("calls") }, header, parts);
    this.#paint();
  }

  get open() {
    return !this.root.hidden;
  }

  show(open) {
    this.root.hidden = !open;
    if (open) this.read();
    if (open) this.drill.read();
  }

  /** Takes up what is new. While it reads, further asks fold into one more round. */
  async read() {
    if (!this.open || this.#reading) return (this.again = true);
    this.#reading = true;
    do {
      this.again = false;
      await attempt(() => this.#take());
    } while (this.again && this.open);
    this.#reading = false;
  }

  async #take() {
    const answer = await api.calls(this.#next, BATCH);
    const begunAnew = answer.next < this.#next; // the sandbox was reset, and counts from one again
    if (begunAnew) this.#calls = [];
    this.again ||= begunAnew;
    this.#calls = [...this.#calls, ...answer.calls].slice(-KEPT);
    this.#next = begunAnew ? 0 : answer.next;
    if (begunAnew || answer.calls.length) this.#paint();
  }

  #paint() {
    const stay = this.list.scrollTop < 40;
    const rows = [...this.#calls].reverse().map((call) => this.#row(call));
    this.list.replaceChildren(...(rows.length ? rows : [el("li", { class: "hint" }, words("callsEmpty"))]));
    if (stay) this.list.scrollTop = 0;
  }

  #row(call) {
    const good = call.status >= 200 && call.status < 300;
    const choose = () => ((this.chosen = call.seq), this.#describe(call), this.#paint());
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "call", "aria-current": String(this.chosen === call.seq), onclick: choose },
        el("span", { class: good ? "code good" : "code bad" }, call.status || "—"),
        el("span", { class: "call-method" }, call.method),
        el("small", {}, `${Math.round(call.ms ?? 0)} ms`),
        el("time", {}, clockWithSeconds(call.at)),
      ),
    );
  }

  #describe(call) {
    this.detail.replaceChildren(
      el("h3", {}, call.method, " ", el("small", {}, `#${call.seq} · ${call.bot ?? ""}`)),
      el("h4", {}, words("request")),
      json(call.request),
      el("h4", {}, words("response")),
      call.response === null || call.response === undefined ? el("p", { class: "hint" }, words("noAnswer")) : json(call.response),
    );
  }
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function json(value) {
  const text = JSON.stringify(value, null, 2);
  const lines = el("pre", { class: "json", tabindex: "0" });
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, colon, word] = match;
    const kind = colon ? "json-key" : quoted ? "json-text" : word ? "json-word" : "json-number";
    lines.append(text.slice(at, match.index), el("span", { class: kind }, whole));
    at = match.index + whole.length;
  }
  lines.append(text.slice(at));
  return lines;
}
