// The list of a chat's messages, kept in step with the sandbox by touching only what changed.

import { bdi, el } from "./dom.js";
import { bubble } from "./message.js";
import { day } from "./time.js";
import { noted } from "./notes.js";
import { words } from "./words.js";

const NEAR_THE_END_PX = 90;
const SAME_RUN_S = 300;

export class History {
  #painted = new Map(); // item key → {signature, node}
  #unseen = 0;
  #newest = 0;
  #following = true; // at the end, and staying there as messages come and the composer grows

  constructor(chat) {
    this.chat = chat;
    this.list = el("ol", { class: "messages" });
    this.scroller = el("div", { class: "history", role: "log", "aria-live": "polite", tabindex: "0" }, this.list);
    this.jumpButton = el("button", { type: "button", class: "to-latest", hidden: true, onclick: () => this.toEnd("smooth") });
    this.root = el("div", { class: "history-frame" }, this.scroller, this.jumpButton);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#following && this.toEnd()).observe(this.scroller);
  }

  paint(messages) {
    const items = arranged(messages, this.chat);
    const wanted = items.map((item) => this.#node(item));
    const keys = new Set(items.map((item) => item.key));
    for (const [key, { node }] of this.#painted) {
      if (keys.has(key)) continue;
      node.remove();
      this.#painted.delete(key);
    }
    wanted.forEach((node, index) => this.list.children[index] !== node && this.list.insertBefore(node, this.list.children[index] ?? null));
    this.#count(messages);
  }

  /** Paints anew what depends on more than the messages: the speaker, the language, a spinner. */
  forget() {
    this.#painted.forEach((entry) => (entry.signature = null));
  }

  toEnd(behavior = "auto") {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }

  jump(messageId) {
    const row = this.list.querySelector(`[data-ids~="${messageId}"]`);
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: "smooth" });
    row.classList.add("found");
    row.addEventListener("animationend", () => row.classList.remove("found"), { once: true });
  }

  #node(item) {
    const signature = JSON.stringify([item, this.chat.tint(item)]);
    const known = this.#painted.get(item.key);
    if (known?.signature === signature) return known.node;
    const node = item.kind === "messages" ? bubble(item, this.chat) : notice(item);
    if (known) replaceKeepingFocus(known.node, node);
    else node.classList.add("arriving");
    this.#painted.set(item.key, { signature, node });
    return node;
  }

  #atEnd() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR_THE_END_PX;
  }

  #count(messages) {
    const newest = messages.at(-1);
    const arrived = messages.filter(({ message_id }) => message_id > this.#newest).length;
    this.#newest = Math.max(this.#newest, newest?.message_id ?? 0);
    if (this.#following || (newest && arrived && this.chat.isMine(newest))) this.toEnd();
    else this.#unseen += arrived;
    this.#scrolled();
  }

  #scrolled() {
    this.#following = this.#atEnd();
    if (this.#following) this.#unseen = 0;
    this.jumpButton.hidden = this.#following;
    this.jumpButton.textContent = this.#unseen ? words("newMessages", { n: this.#unseen }) : "↓";
    this.jumpButton.setAttribute("aria-label", words("toLatest"));
  }
}

/** Days, service notes and bubbles in order; the messages of one album make one bubble. */
function arranged(messages, chat) {
  const items = [];
  let before = null;
  for (const message of messages) {
    const today = day(message.date);
    if (!before || day(before.date) !== today) items.push({ kind: "day", key: `day-${today}`, text: today });
    const last = items.at(-1);
    if (message.service) items.push({ kind: "service", key: message.message_id, text: noted(message.service) });
    else if (message.album && last?.messages?.[0].album === message.album) last.messages.push(message);
    else items.push({ kind: "messages", key: message.message_id, messages: [message], mine: chat.isMine(message), first: startsRun(before, message) });
    before = message;
  }
  return items;
}

function startsRun(before, message) {
  if (!before || before.service) return true;
  return before.from?.id !== message.from?.id || message.date - before.date > SAME_RUN_S;
}

function notice(item) {
  return el("li", { class: `notice ${item.kind}` }, bdi(item.text));
}

function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.at : null;
  old.replaceWith(fresh);
  if (focused) fresh.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus();
}
