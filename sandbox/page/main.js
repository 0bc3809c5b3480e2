// Puts the page together: the frame, which conversations are on screen, and what happens when the sandbox speaks.

import { attempt } from "./attempt.js";
import { Chat } from "./chat.js";
import { Dock } from "./dock.js";
import { el, iconButton } from "./dom.js";
import { follow } from "./api.js";
import { Ground } from "./ground.js";
import { intro, introWasSeen } from "./intro.js";
import { language, speak, words } from "./words.js";
import { pressWasAnswered } from "./presses.js";
import { Stage } from "./stage.js";
import { Tabs } from "./tabs.js";
import { toast } from "./sheets.js";

const SIDE_BY_SIDE = matchMedia("(min-width: 1200px)");
const STATUS_EVERY_MS = 4000;
const SILENT_S = 15; // between two polls a bot is busy; after this long it is gone

class House {
  constructor(stage) {
    this.stage = stage;
    this.ground = new Ground(null);
    this.chats = new Map();
    this.last = null; // the persona opened last
    this.slots = []; // side by side: a citizen, a town's group, and any other chat
    SIDE_BY_SIDE.addEventListener("change", () => this.paint());
    document.addEventListener("visibilitychange", () => this.paint());
    stage.addEventListener("world", () => this.#settle());
    stage.addEventListener("messages", ({ detail: key }) => this.#messagesCame(key));
    stage.addEventListener("status", () => this.#paintStatus());
    stage.addEventListener("line", () => this.#paintStatus());
    this.#build();
  }

  get shown() {
    const keys = SIDE_BY_SIDE.matches ? this.slots : [this.last];
    return [...new Set(keys)].filter((key) => this.stage.persona(key));
  }

  open(key) {
    this.last = key;
    this.slots[this.#slotOf(this.stage.persona(key))] = key;
    this.paint();
    this.#chat(key).history.toEnd();
  }

  openDeepLink(payload, from) {
    const home = this.stage.kind(from) === "private" ? from : this.stage.personas.find((persona) => this.stage.kind(persona) === "private");
    if (!home) return;
    this.open(home.key);
    toast(words("deepLink", { title: home.title }));
    this.#chat(home.key).say({ text: `/start ${payload}`.trim() });
  }

  switchLanguage() {
    speak(language() === "zh" ? "en" : "zh");
    this.chats.clear();
    this.#build();
    this.paint();
    this.#paintStatus();
    intro(this.stage, this);
  }

  paint() {
    const shown = this.shown;
    const columns = shown.map((key) => this.#chat(key).root);
    const differs = columns.length !== this.columns.children.length || columns.some((column, index) => this.columns.children[index] !== column);
    if (differs) this.#arrange(columns);
    for (const key of shown) this.#chat(key).paint();
    this.tabs.paint(shown);
    this.root.classList.toggle("bare", this.stage.personas.length === 0);
  }

  /** Columns that stay are not touched, since one taken out and put back forgets where it was scrolled to. */
  #arrange(columns) {
    const present = new Set(this.columns.children);
    for (const column of present) if (!columns.includes(column)) column.remove();
    columns.forEach((column, index) => this.columns.children[index] !== column && this.columns.insertBefore(column, this.columns.children[index] ?? null));
    for (const key of this.shown) if (!present.has(this.#chat(key).root)) this.#chat(key).history.toEnd();
  }

  #build() {
    document.title = words("brand");
    this.tabs = new Tabs(this.stage, (key) => this.open(key));
    this.tabs.startRead();
    this.dock = new Dock(() => this.#toggleDock(false));
    this.columns = el("main", { class: "columns" });
    this.light = el("p", { class: "light", role: "status" });
    const empty = el("div", { class: "empty-world" }, el("h2", {}, words("emptyWorld")), el("p", {}, words("emptyWorldHow")));
    this.root = el("div", { class: "page bare" }, this.#header(), el("nav", { class: "side" }, this.tabs.root), this.columns, empty, this.dock.root);
    document.getElementById("page").replaceChildren(this.ground.definition(), this.root);
  }

  #header() {
    const seal = el("span", { class: "seal", "aria-hidden": "true" }, "食");
    const title = el("div", { class: "title" }, el("h1", {}, words("brand")), el("p", {}, words("stage")));
    const other = el("button", { type: "button", class: "quiet", lang: language() === "zh" ? "en" : "zh-CN", onclick: () => this.switchLanguage() }, words("language"));
    this.callsButton = iconButton("calls", words("calls"), () => this.#toggleDock(!this.dock.open), { "aria-pressed": "false" });
    const about = iconButton("info", words("about"), () => intro(this.stage, this));
    return el("header", { class: "top" }, seal, title, this.light, el("div", { class: "acts" }, about, this.callsButton, other));
  }

  #toggleDock(open) {
    this.dock.show(open);
    this.root.classList.toggle("docked", open);
    this.callsButton.setAttribute("aria-pressed", String(open));
  }

  /** A new world is laid out anew. Where people, chats and ground are the same, what is being written stays. */
  #settle() {
    const { personas, ground, bots } = this.stage;
    const plan = JSON.stringify([personas, ground, bots.map((bot) => bot.id), personas.map((persona) => this.stage.members(persona))]);
    if (plan === this.plan) return this.paint();
    this.plan = plan;
    this.tabs.forget();
    this.chats.clear();
    this.ground = new Ground(this.stage.ground);
    document.getElementById("page").firstElementChild.replaceWith(this.ground.definition());
    this.slots = [];
    for (const persona of this.stage.personas) this.slots[this.#slotOf(persona)] ??= persona.key;
    if (!this.stage.persona(this.last)) this.last = this.stage.personas[0]?.key ?? null;
    this.paint();
  }

  #slotOf(persona) {
    if (this.stage.kind(persona) === "private") return 0;
    const firstGroup = this.stage.personas.find((other) => this.stage.kind(other) === "group");
    return persona === firstGroup ? 1 : 2;
  }

  #chat(key) {
    if (!this.chats.has(key)) this.chats.set(key, new Chat(this.stage, this.stage.persona(key), this.ground, this));
    return this.chats.get(key);
  }

  #messagesCame(key) {
    if (this.shown.includes(key)) this.#chat(key).paint();
    this.tabs.paint(this.shown);
  }

  #paintStatus() {
    const bots = this.stage.status;
    const connected = bots.length > 0 && bots.every((bot) => bot.mode === "webhook" || bot.polling_now || (bot.mode === "polling" && bot.last_poll_age_s < SILENT_S));
    const waiting = bots.reduce((sum, bot) => sum + (bot.pending_updates ?? 0), 0);
    const off = waiting ? words("botPending", { n: waiting }) : words("botOff");
    const text = !this.stage.online ? words("lineLost") : connected ? words("botOn") : off;
    this.light.className = `light ${this.stage.online && connected ? "on" : "off"}`;
    if (this.light.textContent !== text) this.light.textContent = text;
  }
}

const stage = new Stage();
const house = new House(stage);

const CHANGES = new Set(["message", "edit", "delete"]);

function heard({ type, chat_id: chatId }) {
  if (type === "world") return void attempt(() => stage.readAll());
  if (type === "press_answer") pressWasAnswered();
  if (type === "call") house.dock.read();
  if (type === "fault") house.dock.drill.read();
  if (!CHANGES.has(type)) return;
  const touched = stage.personas.filter((persona) => persona.chat_id === chatId);
  for (const { key } of touched) attempt(() => stage.refresh(key));
  if (touched.some((persona) => stage.chat(persona)?.is_forum)) attempt(() => stage.readWorld()); // topics have names there
}

let first = true;

async function connected() {
  stage.lineIs(true);
  await attempt(() => stage.readAll());
  house.dock.read();
  if (!first) return;
  first = false;
  house.tabs.startRead();
  house.paint();
  if (!introWasSeen() && stage.personas.length) intro(stage, house);
}

speak(language());
follow({ event: heard, up: connected, down: () => stage.lineIs(false) });
setInterval(() => stage.online && attempt(() => stage.readStatus()), STATUS_EVERY_MS);
