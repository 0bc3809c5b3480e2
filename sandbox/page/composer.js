// Where a person writes: text, attachments, a reply's quoted bar, an edit, commands, and the reply keyboard.

import { attachMenu, Tray } from "./tray.js";
import { bdi, el, icon, iconButton } from "./dom.js";
import { gist } from "./media.js";
import { menu } from "./sheets.js";
import { packed } from "./files.js";
import { replyKeyboard } from "./keyboard.js";
import { senderName } from "./message.js";
import { words } from "./words.js";

export class Composer {
  #about = null; // {kind: "reply" | "edit", message}
  #keyboard = null;
  #keyboardOpen = true;
  #sending = false;

  constructor(chat) {
    this.chat = chat;
    this.tray = new Tray(chat.ground, () => this.#adjust());
    this.bar = el("div", { class: "about-bar", hidden: true });
    this.keys = el("div", { class: "reply-keys", hidden: true });
    this.field = el("textarea", { rows: "1", dir: "auto", "aria-label": words("write"), placeholder: words("write") });
    this.sendButton = el("button", { type: "submit", class: "send", "aria-label": words("send"), title: words("send") }, icon("send"));
    this.keysButton = iconButton("keyboard", words("replyKeyboard"), () => this.#toggleKeys(), { hidden: true });
    this.root = el("form", { class: "composer" }, this.bar, this.tray.root, this.#line(), this.keys);
    this.#listen();
    this.#adjust();
  }

  paint(keyboard) {
    const isNew = keyboard?.message_id !== this.#keyboard?.message_id;
    this.#keyboard = keyboard;
    if (isNew) this.#keyboardOpen = true;
    this.#paintKeys();
    this.#obeyForceReply();
  }

  replyTo(message) {
    this.#about = { kind: "reply", message };
    this.#paintBar();
    this.field.focus();
  }

  edit(message) {
    this.#about = { kind: "edit", message };
    this.field.value = message.text ?? message.caption ?? "";
    this.#paintBar();
    this.#adjust();
    this.field.focus();
  }

  #line() {
    const attach = iconButton("plus", words("attach"), () => attachMenu(attach, this.tray, (message) => this.#deliver(message)), { "aria-haspopup": "menu" });
    const slash = iconButton("slash", words("commands"), () => this.#commands(slash), { "aria-haspopup": "menu" });
    return el("div", { class: "composer-line" }, attach, slash, el("div", { class: "field" }, this.field), this.keysButton, this.sendButton);
  }

  #listen() {
    this.root.addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
    this.field.addEventListener("input", () => this.#adjust());
    this.field.addEventListener("keydown", (event) => {
      // Enter that ends a Chinese input method's composition chooses a word; it does not send.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) (event.preventDefault(), this.#submit());
      if (event.key === "Escape") this.#dropAbout();
    });
    this.field.addEventListener("paste", (event) => event.clipboardData.files.length && this.tray.add([...event.clipboardData.files]));
    this.root.addEventListener("dragover", (event) => event.preventDefault());
    this.root.addEventListener("drop", (event) => (event.preventDefault(), this.tray.add([...event.dataTransfer.files])));
  }

  async #submit() {
    const text = this.field.value.trim();
    if (this.#sending || (!text && this.tray.empty)) return;
    this.#sending = true;
    const done = this.#about?.kind === "edit" ? await this.chat.edit(this.#about.message, text) : await this.#deliver(await this.#parcel(text));
    this.#sending = false;
    if (!done) return; // what was written stays, to be sent again
    this.field.value = "";
    this.tray.clear();
    this.#dropAbout();
    this.chat.history.toEnd();
  }

  async #parcel(text) {
    if (this.tray.empty) return { text };
    const files = await Promise.all(this.tray.items.map(({ blob, name }) => packed(blob, name)));
    const kind = this.tray.asFile ? "documents" : "photos";
    return { [kind]: files, ...(text ? { caption: text } : {}) };
  }

  #deliver(message) {
    const reply = this.#about?.kind === "reply" ? { reply_to_message_id: this.#about.message.message_id } : {};
    return this.chat.say({ ...message, ...reply });
  }

  #commands(anchor) {
    const known = this.chat.stage.commands(this.chat.persona);
    menu(anchor, known.map(({ command, description }) => ({ label: `/${command}`, detail: description, act: () => this.#deliver({ text: `/${command}` }) })));
  }

  #obeyForceReply() {
    const last = this.chat.messages.at(-1);
    if (!last?.force_reply || this.obeyed === last.message_id) return;
    this.obeyed = last.message_id;
    this.#about = { kind: "reply", message: last };
    this.#paintBar();
  }

  #dropAbout() {
    if (this.#about?.kind === "edit") this.field.value = "";
    this.#about = null;
    this.#paintBar();
    this.#adjust();
  }

  #paintBar() {
    this.bar.hidden = !this.#about;
    if (!this.#about) return;
    const { kind, message } = this.#about;
    const title = kind === "edit" ? words("editing") : words("replyTo", { name: senderName(message, this.chat) });
    const text = el("div", {}, el("strong", {}, bdi(title)), el("span", {}, bdi(gist(message))));
    this.bar.replaceChildren(icon(kind === "edit" ? "edit" : "reply"), text, iconButton("close", words("cancel"), () => this.#dropAbout()));
  }

  #toggleKeys() {
    this.#keyboardOpen = !this.#keyboardOpen;
    this.#paintKeys();
  }

  #paintKeys() {
    this.keysButton.hidden = !this.#keyboard;
    this.keys.hidden = !this.#keyboard || !this.#keyboardOpen;
    this.field.placeholder = this.#keyboard?.input_field_placeholder || words(this.tray.empty ? "write" : "addCaption");
    const signature = JSON.stringify(this.#keyboard);
    if (this.keys.dataset.signature === signature) return;
    this.keys.dataset.signature = signature;
    this.keys.replaceChildren(...(this.#keyboard ? [replyKeyboard(this.#keyboard, (button) => this.#pressKey(button))] : []));
  }

  async #pressKey(button) {
    await this.chat.pressReplyKey(button, this.#keyboard);
    if (this.#keyboard?.one_time_keyboard) this.#keyboardOpen = false;
    this.#paintKeys();
  }

  #adjust() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`; // its two border lines; the stylesheet sets the limits
    this.sendButton.disabled = !this.field.value.trim() && this.tray.empty;
    this.field.placeholder = words(this.tray.empty ? "write" : "addCaption");
  }
}
