// A pressed button spins until the bot answers it, as Telegram's own do.

import { api } from "./api.js";
import { alertSheet, toast } from "./sheets.js";

const EXPIRES_MS = 150_000;
const LOOK_AGAIN_MS = 4000;

const news = new EventTarget();

/** To be called when the event stream tells of an answered press. */
export function pressWasAnswered() {
  news.dispatchEvent(new Event("answer"));
}

/** Waits until the press is answered (or has expired), and shows the answer. */
export async function followPress(id) {
  const deadline = Date.now() + EXPIRES_MS;
  while (Date.now() < deadline) {
    // Listening begins before looking: an answer between the two is then not missed.
    const told = new Promise((resolve) => {
      news.addEventListener("answer", resolve, { once: true });
      setTimeout(resolve, LOOK_AGAIN_MS);
    });
    const press = await api.pressed(id);
    if (press.answered) return show(press);
    await told;
  }
}

function show({ text, show_alert: asAlert }) {
  if (!text) return;
  if (asAlert) alertSheet(text);
  else toast(text);
}
