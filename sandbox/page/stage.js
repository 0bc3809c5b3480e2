// What the page knows: the world's people and chats, each persona's messages, and who speaks in a group.
// It owns no pixels. It tells of changes by events: "world", "messages" (detail: persona key), "status", "line".

import { api } from "./api.js";

/**
 * Runs `work(key)` at most once at a time for each key, and once more if it was asked for meanwhile:
 * a burst of events costs two requests, and the last answer painted is never older than the last event.
 */
function coalesced(work) {
  const running = new Map();
  return function ask(key) {
    const current = running.get(key);
    if (current) {
      current.again = true;
      return current.done;
    }
    const turn = { again: false };
    turn.done = (async () => {
      do {
        turn.again = false;
        await work(key);
      } while (turn.again);
    })().finally(() => running.delete(key));
    running.set(key, turn);
    return turn.done;
  };
}

export class Stage extends EventTarget {
  bots = [];
  personas = [];
  ground = null;
  status = [];
  online = false;
  startLinks = [];
  #chats = new Map();
  #people = new Map();
  #messages = new Map();
  #speakers = new Map();

  refresh = coalesced(async (key) => {
    const persona = this.persona(key);
    if (!persona) return;
    const messages = await api.messages(persona.chat_id, persona.bot);
    this.#messages.set(key, messages.filter((message) => !message.deleted));
    this.#tell("messages", key);
  });

  readWorld = coalesced(async () => {
    const world = await api.world();
    this.bots = world.bots ?? [];
    this.personas = world.personas ?? [];
    this.ground = world.ground ?? null;
    this.startLinks = world.start_links ?? [];
    this.#chats = new Map((world.chats ?? []).map((chat) => [chat.id, chat]));
    this.#people = new Map((world.people ?? []).map((person) => [person.id, person]));
    this.#tell("world");
  });

  readStatus = coalesced(async () => {
    const answer = await api.status();
    this.status = answer.bots ?? [];
    this.#tell("status");
  });

  async readAll() {
    await this.readWorld();
    await Promise.all([this.readStatus(), ...this.personas.map(({ key }) => this.refresh(key))]);
  }

  lineIs(online) {
    if (this.online === online) return;
    this.online = online;
    this.#tell("line");
  }

  persona(key) {
    return this.personas.find((persona) => persona.key === key);
  }

  /** "private", "group" or "channel": what decides how a persona's tab looks and what may be written there. */
  kind(persona) {
    const type = this.chat(persona)?.type;
    if (type === "channel") return "channel";
    return type === "group" || type === "supergroup" ? "group" : "private";
  }

  chat(persona) {
    return this.#chats.get(persona.chat_id);
  }

  messages(key) {
    return this.#messages.get(key) ?? [];
  }

  person(id) {
    return this.#people.get(id);
  }

  /** Everyone in this persona's chat now, bots too. */
  present(persona) {
    return (this.chat(persona)?.members ?? []).filter(({ status }) => status !== "left" && status !== "kicked");
  }

  /** The people who may speak in this persona's chat, the persona's own first. */
  members(persona) {
    const ids = [persona.user_id, ...this.present(persona).map((member) => member.user_id)];
    return [...new Set(ids)].map((id) => this.person(id)).filter(Boolean);
  }

  speaker(persona) {
    return this.#speakers.get(persona.key) ?? persona.user_id;
  }

  speakAs(persona, userId) {
    this.#speakers.set(persona.key, userId);
    this.#tell("messages", persona.key);
  }

  /** The bot this persona talks to, as getMe describes it. */
  bot(persona) {
    return this.bots.find((bot) => bot.username === persona.bot || bot.id === persona.bot) ?? this.bots[0];
  }

  /** What the bot has put into its menu for this persona's chat, else the one command every bot knows. */
  commands(persona) {
    const listed = this.bot(persona)?.commands?.[this.kind(persona)] ?? [];
    return listed.length ? listed : [{ command: "start", description: "" }];
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
