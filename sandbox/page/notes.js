// Service messages in the page's language; what is not known here is shown as the sandbox words it.

import { words } from "./words.js";

const NOTES = [
  [/^(.*) joined$/su, "noteJoined"],
  [/^(.*) left$/su, "noteLeft"],
  [/^pinned message/u, "notePinned"],
  [/^forum topic created: (.*)$/su, "noteTopic"],
  [/^forum topic closed/u, "noteTopicClosed"],
];

export function noted(text) {
  const [pattern, key] = NOTES.find(([form]) => form.test(text)) ?? [];
  return key ? words(key, { name: pattern.exec(text)[1] }) : text;
}
