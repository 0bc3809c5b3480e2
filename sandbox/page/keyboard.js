// Buttons a bot offers: under a message (inline), or in place of the keyboard (reply).

import { bdi, el, icon, safeAddress } from "./dom.js";
import { toast } from "./sheets.js";
import { words } from "./words.js";

const STYLES = new Set(["primary", "success", "danger"]);

/** @param {{press: Function, busy: Function, follow: Function}} acts */
export function inlineKeyboard(message, acts) {
  if (!message.buttons?.length) return null;
  const rows = message.buttons.map((row, r) =>
    el("div", { class: "key-row" }, row.map((button, c) => inlineButton(message, button, r, c, acts))),
  );
  return el("div", { class: "inline-keyboard" }, rows);
}

function inlineButton(message, button, row, col, acts) {
  const style = STYLES.has(button.style) ? ` key-${button.style}` : "";
  const place = { class: `key${style}`, data: { at: `${message.message_id}:${row}:${col}` } };
  const label = bdi(button.text);
  if (button.url) return urlButton(button, label, place, acts);
  if (button.disabled) return el("button", { type: "button", disabled: true, ...place }, label);
  if (button.callback_data === undefined || button.callback_data === null) {
    return el("button", { type: "button", onclick: () => copyOrExcuse(button), ...place }, label, button.copy_text && icon("copy"));
  }
  const busy = acts.busy(message.message_id, row, col);
  const press = () => !busy && acts.press(message, row, col);
  return el("button", { type: "button", "aria-busy": String(busy), onclick: press, ...place }, label, busy && el("span", { class: "spinner" }));
}

function urlButton(button, label, place, acts) {
  const href = safeAddress(button.url);
  if (!href) return el("button", { type: "button", disabled: true, ...place }, label);
  const onclick = (event) => acts.follow(href) && event.preventDefault();
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", onclick, ...place }, label, icon("link"));
}

async function copyOrExcuse(button) {
  if (!button.copy_text) return toast(words("notPlayed"));
  await navigator.clipboard.writeText(button.copy_text.text);
  toast(words("copied"));
}

/** The reply keyboard that stands now: the newest one, unless it was removed or has been used up. */
export function standingKeyboard(messages) {
  for (const message of [...messages].reverse()) {
    if (message.remove_keyboard || message.reply_keyboard?.remove_keyboard) return null;
    if (message.reply_keyboard?.keyboard) return { ...message.reply_keyboard, message_id: message.message_id };
  }
  return null;
}

/** @param {(button: object) => void} pressed gets the button as the bot gave it */
export function replyKeyboard(markup, pressed) {
  const key = (given) => {
    const button = typeof given === "string" ? { text: given } : given;
    return el("button", { type: "button", class: "key", onclick: () => pressed(button) }, button.request_location && icon("place"), bdi(button.text));
  };
  return el("div", { class: "reply-keyboard" }, markup.keyboard.map((row) => el("div", { class: "key-row" }, row.map(key))));
}
