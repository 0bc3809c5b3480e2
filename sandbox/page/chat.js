// One conversation as one persona sees it: header, history, composer, and what each tap does.

import { api } from "./api.js";
import { Composer } from "./composer.js";
import { bdi, el } from "./dom.js";
import { History } from "./history.js";
import { attempt } from "./attempt.js";
import { followPress } from "./presses.js";
import { pickPlace, showPlace } from "./map.js";
import { standingKeyboard } from "./keyboard.js";
import { avatar } from "./tabs.js";
import { words } from "./words.js";

export class Chat {
  #busy = new Set(); // "message:row:column" of presses that await their answer
  #topic = null;

  /** @param {{openDeepLink: (payload: string, from: object) => void}} house what lies beyond this one chat */
  constructor(stage, persona, ground, house) {
    Object.assign(this, { stage, persona, ground, house });
    this.kind = stage.kind(persona);
    this.history = new History(this);
    this.composer = this.kind === "channel" ? null : new Composer(this);
    this.subtitle = el("p", { class: "subtitle" });
    this.topics = el("div", { class: "topics", hidden: true });
    const title = el("div", { class: "chat-title" }, el("h2", {}, bdi(persona.title)), this.subtitle);
    const foot = this.composer?.root ?? el("p", { class: "read-only" }, words("subscribers"));
    const header = el("header", { class: "chat-header" }, avatar(persona, stage), title, this.#speakerPicker());
    this.begin = el("div", { class: "begin", hidden: true });
    this.root = el("section", { class: "chat", "aria-label": persona.title, data: { key: persona.key } }, header, this.topics, this.history.root, this.begin, foot);
  }

  get speaker() {
    return this.stage.speaker(this.persona);
  }

  get canSpeak() {
    return this.composer !== null;
  }

  get messages() {
    return this.stage.messages(this.persona.key);
  }

  paint() {
    const shown = this.#topic === null ? this.messages : this.messages.filter((message) => (message.message_thread_id ?? 0) === this.#topic);
    this.history.paint(shown);
    this.composer?.paint(standingKeyboard(this.messages));
    this.#paintTopics();
    this.#paintBeginning();
    this.subtitle.textContent = this.#subtitle();
  }

  // What follows is the `chat` that bubbles and keyboards are given.

  isMine(message) {
    return message.from !== null && message.from?.id === this.speaker;
  }

  find(messageId) {
    return this.messages.find((message) => message.message_id === messageId);
  }

  /** What an item's looks depend on besides its messages. */
  tint(item) {
    const replied = item.messages?.map((message) => this.find(message.reply_to_message_id)?.text ?? null);
    const spinning = item.messages?.flatMap((message) => [...this.#busy].filter((at) => at.startsWith(`${message.message_id}:`)));
    return [this.speaker, this.#topic, replied, spinning];
  }

  jump(messageId) {
    this.history.jump(messageId);
  }

  busy(messageId, row, column) {
    return this.#busy.has(`${messageId}:${row}:${column}`);
  }

  async press(message, row, column) {
    const at = `${message.message_id}:${row}:${column}`;
    this.#busy.add(at);
    this.paint();
    await attempt(async () => {
      const { callback_query_id: id } = await api.press({ ...this.#address(), message_id: message.message_id, from_id: this.speaker, row, col: column });
      await followPress(id);
    });
    this.#busy.delete(at);
    this.paint();
  }

  /** A press on the reply keyboard: a place is asked for first where the button wants one. */
  async pressReplyKey(button, keyboard) {
    const location = button.request_location ? await pickPlace(this.ground) : undefined;
    if (button.request_location && !location) return;
    await this.#act(() =>
      api.press({ ...this.#address(), message_id: keyboard.message_id, from_id: this.speaker, label: button.text, location }),
    );
  }

  say(message) {
    const thread = this.#topic ? { message_thread_id: this.#topic } : {};
    return this.#act(() => api.say({ ...this.#address(), from_id: this.speaker, ...thread, ...message }));
  }

  command(text) {
    return this.canSpeak && this.say({ text });
  }

  edit(message, text) {
    const changed = message.text ? { text } : { caption: text };
    return this.#act(() => api.edit({ ...this.#address(), message_id: message.message_id, from_id: this.speaker, ...changed }));
  }

  remove(messages) {
    return this.#act(() =>
      Promise.all(messages.map(({ message_id: id }) => api.remove({ ...this.#address(), message_id: id, from_id: this.speaker }))),
    );
  }

  react(message, emoji) {
    return this.#act(() => api.react({ ...this.#address(), message_id: message.message_id, from_id: this.speaker, emoji }));
  }

  vote(message, option) {
    return this.#act(() => api.vote({ ...this.#address(), message_id: message.message_id, from_id: this.speaker, option_ids: [option] }));
  }

  replyTo(message) {
    this.composer?.replyTo(message);
  }

  startEditing(message) {
    this.composer?.edit(message);
  }

  showPlace(place) {
    showPlace(this.ground, place);
  }

  /** True if the address was a deep link to a bot of this world, and so was opened on the stage. */
  follow(address) {
    const url = new URL(address);
    const [, username] = url.pathname.split("/");
    const ours = url.hostname === "t.me" && this.stage.bots.some((bot) => bot.username.toLowerCase() === username.toLowerCase());
    if (ours) this.house.openDeepLink(url.searchParams.get("start") ?? "", this.persona);
    return ours;
  }

  topicOf(message) {
    return this.#topic === null && this.stage.chat(this.persona)?.is_forum ? this.#topicNames().get(message.message_thread_id) : null;
  }

  #address() {
    return { chat_id: this.persona.chat_id, bot: this.persona.bot };
  }

  async #act(work) {
    const done = await attempt(work);
    await this.stage.refresh(this.persona.key);
    return done;
  }

  #subtitle() {
    if (this.kind === "private") return words("privateChat", { bot: this.stage.bot(this.persona)?.first_name ?? "" });
    return words("members", { n: this.stage.present(this.persona).length });
  }

  #speakerPicker() {
    const members = this.kind === "group" ? this.stage.members(this.persona) : [];
    if (!members.length) return null;
    const name = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");
    const options = members.map((person) => el("option", { value: person.id, selected: person.id === this.speaker }, name(person)));
    const onchange = (event) => this.stage.speakAs(this.persona, Number(event.target.value));
    return el("label", { class: "speaker" }, el("span", {}, words("speakingAs")), el("select", { onchange }, options));
  }

  #topicNames() {
    const threads = [...new Set(this.messages.map((message) => message.message_thread_id).filter(Boolean))];
    const named = new Map((this.stage.chat(this.persona)?.topics ?? []).map((topic) => [topic.message_thread_id, topic.name]));
    return new Map(threads.map((thread) => [thread, named.get(thread) ?? words("topic", { n: thread })]));
  }

  #paintTopics() {
    const names = this.stage.chat(this.persona)?.is_forum ? this.#topicNames() : new Map();
    this.topics.hidden = names.size === 0;
    const chip = (thread, name) =>
      el("button", { type: "button", "aria-pressed": String(this.#topic === thread), onclick: () => ((this.#topic = thread), this.paint()) }, bdi(name));
    this.topics.replaceChildren(chip(null, words("allTopics")), ...[...names].map(([thread, name]) => chip(thread, name)));
  }

  #paintBeginning() {
    const empty = this.messages.length === 0;
    this.begin.hidden = !empty;
    if (!empty) return;
    const start = el("button", { type: "button", class: "primary", onclick: () => this.say({ text: "/start" }) }, words("begin"));
    const doors = this.stage.startLinks.map(({ title, payload }) =>
      el("button", { type: "button", class: "quiet", onclick: () => this.say({ text: `/start ${payload}` }) }, bdi(title)),
    );
    const help = el("button", { type: "button", class: "quiet", onclick: () => this.say({ text: "/help" }) }, words("helpHere"));
    const first = { private: [start, ...doors], group: [help] }[this.kind] ?? [];
    this.begin.replaceChildren(el("p", {}, words("noMessages")), ...first);
  }
}
