// What opens above the conversation: sheets (dialogs), menus, alerts and passing notes.

import { el, icon, iconButton } from "./dom.js";
import { words } from "./words.js";

const TOAST_MS = 3200;

/** Opens a dialog at once. `closed` runs once, however it was closed. Returns `{close}`. */
export function sheet({ title, hint, body, actions = [], closed = () => {}, className = "" }) {
  const dialog = el("dialog", { class: `sheet ${className}`, "aria-label": title });
  const close = () => dialog.close();
  dialog.append(
    el("header", {}, el("h2", {}, title), iconButton("close", words("close"), close)),
    ...(hint ? [el("p", { class: "hint" }, hint)] : []),
    el("div", { class: "sheet-body" }, body),
    ...(actions.length ? [el("footer", {}, actions)] : []),
  );
  dialog.addEventListener("close", () => (dialog.remove(), closed()));
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  document.body.append(dialog);
  dialog.showModal();
  return { close, dialog };
}

/** The answer to a press that asks to be confirmed. */
export function alertSheet(text) {
  const ok = el("button", { type: "button", class: "primary", onclick: () => box.close() }, words("ok"));
  const box = sheet({ title: words("bot"), body: el("p", { class: "alert-text", dir: "auto" }, text), actions: [ok], className: "alert" });
  ok.focus();
}

/** A note that goes by itself. Notes sit in a live region, so that they are read aloud too. */
export function toast(text, { bad = false } = {}) {
  const note = el("div", { class: bad ? "toast bad" : "toast", dir: "auto" }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

export function lightbox(address, name) {
  const image = el("img", { src: address, alt: name });
  sheet({ title: name, body: image, className: "lightbox" });
}

/**
 * A menu at a button, moved through with the arrow keys. Items: `{icon?, label, detail?, act}`.
 * A second press of the same button closes it.
 */
export function menu(anchor, items, { className = "" } = {}) {
  const open = document.querySelector(".menu");
  open?.dispatchEvent(new Event("dismiss"));
  if (open?.anchor === anchor) return;
  const list = el("div", { class: `menu ${className}`, role: "menu" });
  list.anchor = anchor;
  const dismiss = () => {
    list.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
  };
  const outside = (event) => !list.contains(event.target) && !anchor.contains(event.target) && dismiss();
  list.addEventListener("dismiss", dismiss);
  list.append(...items.map((item) => menuItem(item, () => (dismiss(), anchor.focus(), item.act()))));
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") (dismiss(), anchor.focus());
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...list.children];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  });
  document.addEventListener("pointerdown", outside, true);
  document.body.append(list);
  place(list, anchor);
  anchor.setAttribute("aria-expanded", "true");
  list.firstElementChild?.focus();
}

function menuItem(item, act) {
  const text = el("span", {}, item.label, item.detail && el("small", {}, item.detail));
  return el("button", { type: "button", role: "menuitem", onclick: act }, item.icon && icon(item.icon), text);
}

function place(list, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = list.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left), innerWidth - size.width - 8);
  const above = at.top - size.height - 6;
  list.style.left = `${left}px`;
  list.style.top = `${above > 8 ? above : Math.min(at.bottom + 6, innerHeight - size.height - 8)}px`;
}
