// What a message carries besides words: photos, albums, files, places, contacts, polls.

import { bdi, el, icon } from "./dom.js";
import { thumbnail } from "./map.js";
import { lightbox } from "./sheets.js";
import { noted } from "./notes.js";
import { words } from "./words.js";

/** One photo, or the photos of an album as a grid. Tiles have a fixed shape, so nothing jumps as they load. */
export function photoGrid(messages, sender) {
  const photos = messages.filter((message) => message.photos?.length);
  if (!photos.length) return null;
  const name = words("photoOf", { name: sender });
  const tiles = photos.map((message) => {
    const address = largest(message.photos);
    const spoiler = message.spoiler ? " spoiled" : "";
    const open = (event) => {
      if (event.currentTarget.classList.contains("spoiled")) event.currentTarget.classList.remove("spoiled");
      else lightbox(address, name);
    };
    return el("button", { type: "button", class: `photo${spoiler}`, onclick: open, "aria-label": name }, el("img", { src: address, alt: name, loading: "lazy" }));
  });
  return el("div", { class: `photos photos-${Math.min(tiles.length, 5)}` }, tiles);
}

function largest(photos) {
  const last = photos[photos.length - 1];
  return typeof last === "string" ? last : last.url;
}

export function attachments(message, ground, acts) {
  return [
    message.document && file(message.document),
    message.venue ? venue(message.venue, ground, acts) : message.location && place(message.location, ground, acts),
    message.contact && contact(message.contact),
    message.poll && poll(message, acts),
    message.dice && el("p", { class: "dice" }, `${message.dice.emoji} ${message.dice.value}`),
  ];
}

function file(document) {
  const name = document.file_name ?? words("document");
  const label = el("span", { class: "file-name" }, bdi(name));
  if (!document.url) return el("span", { class: "file" }, icon("file"), label);
  return el("a", { class: "file", href: document.url, download: name }, icon("file"), label);
}

function place(location, ground, acts, caption = null) {
  const town = ground.empty ? null : ground.townAt(location);
  const degrees = `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`;
  const accuracy = location.horizontal_accuracy ? ` ±${Math.round(location.horizontal_accuracy)} m` : "";
  const note = el("span", { class: "place-note" }, caption ?? bdi(town ?? (ground.empty ? words("location") : words("outside"))), el("small", {}, degrees + accuracy));
  const open = () => acts.showPlace(location);
  return el("button", { type: "button", class: "place", onclick: open, "aria-label": `${words("openMap")}: ${degrees}` }, !ground.empty && thumbnail(ground, location), note);
}

function venue(given, ground, acts) {
  const at = given.location ?? given;
  return place(at, ground, acts, el("span", {}, bdi(given.title), " · ", bdi(given.address)));
}

function contact(given) {
  return el("p", { class: "file" }, icon("info"), bdi([given.first_name, given.last_name, given.phone_number].filter(Boolean).join(" ")));
}

function poll(message, acts) {
  const { question, options, is_closed: closed, total_voter_count: total } = message.poll;
  const row = (option, index) => {
    const share = total ? Math.round((option.voter_count / total) * 100) : 0;
    const vote = () => acts.vote(message, index);
    const meter = el("meter", { min: 0, max: 100, value: share, "aria-hidden": "true" });
    return el("button", { type: "button", class: "poll-option", disabled: closed, onclick: vote }, bdi(option.text), el("small", {}, `${share}%`), meter);
  };
  const count = closed ? words("pollClosed") : words("votes", { n: total ?? 0 });
  return el("div", { class: "poll" }, el("strong", { dir: "auto" }, question), options.map(row), el("small", {}, count));
}

/** A message in a few words, for the list of conversations and for quoted bars. */
export function gist(message) {
  if (!message) return "";
  const kinds = [
    [message.photos?.length, "photo"],
    [message.document, "document"],
    [message.venue || message.location, "location"],
    [message.poll, "poll"],
    [message.contact, "contact"],
  ];
  const kind = kinds.find(([there]) => there)?.[1];
  const mark = kind ? `[${words(kind)}] ` : "";
  return `${mark}${message.text ?? message.caption ?? (message.service ? noted(message.service) : "")}`.replace(/\s+/g, " ").trim();
}
