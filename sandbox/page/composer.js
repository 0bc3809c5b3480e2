// Where a person writes: text, attachments, a reply's quoted bar, an edit, commands, and the reply keyboard.

import { attachMenu, Tray } from "./tray.js";
import { bdi, el, icon, iconButton } from "./dom.js";
import { gist } from "./media.js";
import { menu } from "./sheets.js";
import { packed } from "./files.js";
import { replyKeyboard } from "./keyboard.js";
import { senderName } from "./message.js";
import { words } from "./words.js";

async function worded({ items, asFile }, text) {
  if (!items.length) return { text };
  const files = await Promise.all(items.map(({ blob, name }) => packed(blob, name)));
  return { [asFile ? "documents" : "photos"]: files, ...(text ? { caption: text } : {}) };
}

export class Composer {
  #about = null; // {kind: "reply" | "edit", message}
  #keyboard = null;
  #keyboardOpen = true;

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
    const attach = iconButton("plus", words("attach"), () => attachMenu(attach, this.tray, (message) => this.#sendAlone(message)), { "aria-haspopup": "menu" });
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
    if (!text && this.tray.empty) return;
    // The field is emptied at once, so that the next words may be typed while these are on their way.
    const [about, parcel] = [this.#about, this.tray.take()];
    this.#about = null;
    this.field.value = "";
    this.#paintBar();
    this.#adjust();
    const editing = about?.kind === "edit";
    const done = editing ? await this.chat.edit(about.message, text) : await this.#deliver(await worded(parcel, text), about);
    if (!done) this.#giveBack(text, parcel, about);
    this.chat.history.toEnd();
  }

  /** What could not be sent stands in the field again, unless something new was begun there. */
  #giveBack(text, parcel, about) {
    if (this.field.value || !this.tray.empty) return;
    this.field.value = text;
    this.tray.putBack(parcel);
    this.#about = about;
    this.#paintBar();
    this.#adjust();
  }

  #deliver(message, about = this.#about) {
    const reply = about?.kind === "reply" ? { reply_to_message_id: about.message.message_id } : {};
    return this.chat.say({ ...message, ...reply });
  }

  /** A place or a command goes by itself; if it answers a message, that answer is then given. */
  async #sendAlone(message) {
    if ((await this.#deliver(message)) && this.#about?.kind === "reply") this.#dropAbout();
  }

  #commands(anchor) {
    const known = this.chat.stage.commands(this.chat.persona);
    menu(anchor, known.map(({ command, description }) => ({ label: `/${command}`, detail: description, act: () => this.#sendAlone({ text: `/${command}` }) })));
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
