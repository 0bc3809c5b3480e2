// Text with entities, as the Bot API delivers it, made into nodes. Offsets are UTF-16 units, as JavaScript's own.

import { bdi, el, safeAddress } from "./dom.js";
import { words } from "./words.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SHORT_QUOTE = { lines: 3, characters: 90 };
const PLAIN_TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote" };

/**
 * @param {string} text
 * @param {{type: string, offset: number, length: number}[]} entities
 * @param {{command: (text: string) => void, follow: (url: string) => boolean}} acts what taps do
 */
export function formatted(text, entities, acts) {
  const outerFirst = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const body = bdi("", { class: "text", dir: "auto" });
  body.append(stretch(text, 0, text.length, outerFirst, acts));
  return body;
}

function stretch(text, from, to, entities, acts) {
  const nodes = document.createDocumentFragment();
  let at = from;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index++];
    const inner = [];
    while (index < entities.length && entities[index].offset < entity.offset + entity.length) inner.push(entities[index++]);
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    nodes.append(text.slice(at, start), dressed(entity, text.slice(start, end), stretch(text, start, end, inner, acts), acts));
    // A block ends its own line: the line break behind it would show as an empty line.
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end;
  }
  nodes.append(text.slice(at, to));
  return nodes;
}

function dressed(entity, plain, content, acts) {
  if (PLAIN_TAGS[entity.type]) return el(PLAIN_TAGS[entity.type], {}, content);
  const special = SPECIAL[entity.type];
  return special ? special(entity, plain, content, acts) : el("span", { class: `entity-${entity.type}` }, content);
}

const SPECIAL = {
  expandable_blockquote: (_entity, plain, content) => {
    const short = plain.length <= SHORT_QUOTE.characters && plain.split("\n").length <= SHORT_QUOTE.lines;
    if (short) return el("blockquote", {}, content);
    const quote = el("blockquote", { class: "folded" }, content);
    const toggle = () => quote.classList.toggle("folded");
    quote.append(el("button", { type: "button", class: "unfold", onclick: toggle, "aria-label": words("unfold") }));
    return quote;
  },
  spoiler: (_entity, _plain, content) => {
    const cover = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": words("spoiler") }, content);
    const reveal = () => cover.classList.add("revealed");
    cover.addEventListener("click", reveal);
    cover.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
    return cover;
  },
  bot_command: (_entity, plain, content, acts) =>
    el("button", { type: "button", class: "entity-link", onclick: () => acts.command(plain) }, content),
  url: (_entity, plain, content, acts) => link(plain, content, acts),
  text_link: (entity, _plain, content, acts) => link(entity.url, content, acts),
  email: (_entity, plain, content, acts) => link(`mailto:${plain}`, content, acts),
  phone_number: (_entity, plain, content, acts) => link(`tel:${plain.replace(/[^\d+]/g, "")}`, content, acts),
};

function link(address, content, acts) {
  const href = safeAddress(address);
  if (!href) return el("span", {}, content);
  const onclick = (event) => acts.follow(href) && event.preventDefault();
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", class: "entity-link", onclick }, content);
}
