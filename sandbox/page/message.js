// One bubble: a message, or the messages of one album.

import { bdi, el, icon, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboard.js";
import { attachments, gist, photoGrid } from "./media.js";
import { menu } from "./sheets.js";
import { clock, full } from "./time.js";
import { words } from "./words.js";

const REACTIONS = ["👍", "❤", "👏", "🙏", "🤔", "👎"];
const SWIPE_PX = 56;
const TONES = 6;

/** @param {{messages: object[], first: boolean, mine: boolean}} item `first` of its sender's run of messages */
export function bubble(item, chat) {
  const [head] = item.messages;
  const sender = senderName(head, chat);
  const card = el("article", { class: "bubble", "aria-label": sender }, body(item, sender, chat));
  const side = item.mine ? "mine" : "theirs";
  const keys = inlineKeyboard(item.messages.at(-1), chat);
  const classes = ["message", side, item.first && "first", keys && "keyed"].filter(Boolean).join(" ");
  const row = el("li", { class: classes, data: { ids: item.messages.map((message) => message.message_id).join(" ") } });
  row.append(...[card, reactions(head, chat), keys, tools(item, chat)].filter(Boolean));
  onSwipe(row, () => chat.replyTo(head));
  return row;
}

export function senderName(message, chat) {
  return message.from?.first_name || chat.persona.title;
}

function body(item, sender, chat) {
  const [head] = item.messages;
  const worded = item.messages.find((message) => message.text || message.caption);
  const showName = item.first && !item.mine && chat.kind !== "private";
  const isBot = head.from?.is_bot;
  const tone = Math.abs(head.from?.id ?? 0) % TONES;
  return [
    showName && el("p", { class: `sender tone-${tone}` }, bdi(sender), isBot && el("span", { class: "badge" }, words("bot"))),
    topicName(head, chat),
    quoted(head, chat),
    photoGrid(item.messages, sender),
    item.messages.map((message) => attachments(message, chat.ground, chat)),
    worded && formatted(worded.text ?? worded.caption, worded.text ? worded.entities : (worded.caption_entities ?? worded.entities), chat),
    meta(item),
  ];
}

function topicName(message, chat) {
  const name = chat.topicOf(message);
  return name ? el("p", { class: "topic-name" }, "# ", bdi(name)) : null;
}

function quoted(message, chat) {
  if (!message.reply_to_message_id) return null;
  const target = chat.find(message.reply_to_message_id);
  if (!target) return null;
  const jump = () => chat.jump(target.message_id);
  const text = gist(target);
  return el("button", { type: "button", class: "quoted", onclick: jump }, el("strong", {}, bdi(senderName(target, chat))), el("span", {}, bdi(text)));
}

function meta(item) {
  const last = item.messages[item.messages.length - 1];
  return el(
    "footer",
    { class: "meta" },
    item.messages.some((message) => message.edited) && el("span", { class: "edited" }, words("edited")),
    last.protected && el("span", { class: "protected", title: words("protected"), role: "img", "aria-label": words("protected") }, icon("lock")),
    el("time", { datetime: new Date(last.date * 1000).toISOString(), title: full(last.date) }, clock(last.date)),
  );
}

function reactions(message, chat) {
  const counted = Object.entries(message.reactions ?? {});
  if (!counted.length) return null;
  const chips = counted.map(([emoji, count]) =>
    el("button", { type: "button", class: "reaction", onclick: () => chat.react(message, emoji) }, emoji, count > 1 && el("small", {}, count)),
  );
  return el("div", { class: "reactions" }, chips);
}

function tools(item, chat) {
  const [head] = item.messages;
  if (!chat.canSpeak) return el("div", { class: "tools" }, reactButton(head, chat));
  const editable = item.mine && (head.text || head.caption);
  return el(
    "div",
    { class: "tools" },
    iconButton("reply", words("reply"), () => chat.replyTo(head)),
    reactButton(head, chat),
    editable && iconButton("edit", words("edit"), () => chat.startEditing(head)),
    item.mine && iconButton("trash", words("remove"), () => chat.remove(item.messages)),
  );
}

function reactButton(message, chat) {
  const items = REACTIONS.map((emoji) => ({ label: emoji, act: () => chat.react(message, emoji) }));
  return iconButton("smile", words("react"), (event) => menu(event.currentTarget, items, { className: "menu-row" }));
}

/** A pull to the left on a touch screen answers the message, as chat apps do. */
function onSwipe(row, act) {
  let start = null;
  row.addEventListener("touchstart", ({ touches }) => (start = { x: touches[0].clientX, y: touches[0].clientY }), { passive: true });
  row.addEventListener("touchmove", ({ touches }) => {
    if (!start) return;
    const pulled = Math.min(0, touches[0].clientX - start.x);
    if (Math.abs(touches[0].clientY - start.y) > 24) start = null;
    row.style.setProperty("--pull", `${start ? Math.max(pulled, -SWIPE_PX) : 0}px`);
  }, { passive: true });
  row.addEventListener("touchend", ({ changedTouches }) => {
    row.style.setProperty("--pull", "0px");
    if (start && start.x - changedTouches[0].clientX >= SWIPE_PX) act();
    start = null;
  });
}
