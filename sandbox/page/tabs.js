// The list of conversations: one tab a persona, with its last words and what is unread.

import { bdi, el } from "./dom.js";
import { clock } from "./time.js";
import { gist } from "./media.js";
import { words } from "./words.js";

const TONES = 6;

/** A persona's round sign: a citizen by the last character of the title (市民甲 → 甲), a chat by its first. */
export function avatar(persona, stage) {
  const letters = [...persona.title];
  const kind = stage.kind(persona);
  const sign = kind === "private" ? letters.at(-1) : letters[0];
  const tone = stage.personas.indexOf(persona) % TONES;
  return el("span", { class: `avatar avatar-${kind} tone-${tone}`, "aria-hidden": "true" }, sign);
}

export class Tabs {
  #read = new Map(); // persona key → the newest message id that was on screen

  /** @param {(key: string) => void} opened */
  constructor(stage, opened) {
    this.stage = stage;
    this.opened = opened;
    this.root = el("div", { class: "tabs", role: "tablist", "aria-label": words("conversations"), "aria-multiselectable": "true" });
    this.root.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** What stood in the chats when the page opened is no news. */
  startRead() {
    for (const { key } of this.stage.personas) if (!this.#read.has(key)) this.#read.set(key, this.#newest(key));
  }

  /** Another world: message numbers begin anew. */
  forget() {
    this.#read.clear();
  }

  paint(shown) {
    if (!document.hidden) for (const key of shown) this.#read.set(key, this.#newest(key));
    const focused = document.activeElement?.dataset?.tab;
    this.root.replaceChildren(...this.stage.personas.map((persona) => this.#tab(persona, shown.includes(persona.key))));
    if (focused) this.root.querySelector(`[data-tab="${CSS.escape(focused)}"]`)?.focus();
  }

  #newest(key) {
    return this.stage.messages(key).at(-1)?.message_id ?? 0;
  }

  #unread(persona) {
    const read = this.#read.get(persona.key) ?? 0;
    const mine = this.stage.speaker(persona);
    return this.stage.messages(persona.key).filter((message) => message.message_id > read && message.from?.id !== mine).length;
  }

  #tab(persona, shown) {
    const last = this.stage.messages(persona.key).at(-1);
    const unread = this.#unread(persona);
    const label = unread ? `${persona.title}, ${words("unread", { n: unread })}` : persona.title;
    const props = { type: "button", role: "tab", class: "tab", "aria-selected": String(shown), "aria-label": label, data: { tab: persona.key }, onclick: () => this.opened(persona.key) };
    return el(
      "button",
      props,
      avatar(persona, this.stage),
      el("span", { class: "tab-words" }, el("strong", {}, bdi(persona.title)), last && el("small", {}, bdi(gist(last)))),
      el("span", { class: "tab-side" }, el("time", {}, last ? clock(last.date) : ""), unread > 0 && el("span", { class: "unread" }, unread > 99 ? "99+" : unread)),
    );
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.root.children];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  }
}
