// What a visitor reads first: that this is a stage, and a story worth trying.

import { bdi, el } from "./dom.js";
import { sheet } from "./sheets.js";
import { language, words } from "./words.js";

const SEEN = "sandbox.intro.seen";

export const introWasSeen = () => localStorage.getItem(SEEN) === "yes";

/** @param {{open: (key: string) => void, switchLanguage: () => void}} house */
export function intro(stage, house) {
  const steps = [
    ["introStep1", stage.personas.find((persona) => stage.kind(persona) === "private")],
    ["introStep2", stage.personas.find((persona) => stage.kind(persona) === "group")],
    ["introStep3", stage.personas.find((persona) => stage.kind(persona) === "private")],
  ];
  const publicity = stage.personas.find((persona) => persona.key === "publicity"); // a world without one has no such story
  if (publicity) steps.push(["introStep4", publicity]);
  let box;
  const go = (persona) => () => (box.close(), house.open(persona.key));
  const step = ([key, persona]) =>
    el(
      "li",
      {},
      el("div", {}, el("strong", {}, words(key)), el("p", {}, words(`${key}How`))),
      persona && el("button", { type: "button", class: "quiet", onclick: go(persona) }, words("goThere"), " ", bdi(persona.title)),
    );
  const other = el("button", { type: "button", class: "quiet", lang: language() === "zh" ? "en" : "zh-CN", onclick: () => (box.close(), house.switchLanguage()) }, words("language"));
  const begin = el("button", { type: "button", class: "primary", onclick: () => box.close() }, words("introGo"));
  const body = [el("p", { class: "intro-stage" }, words("introStage")), el("h3", {}, words("introTry")), el("ol", { class: "intro-steps" }, steps.map(step))];
  box = sheet({ title: words("introTitle"), body, actions: [other, begin], className: "intro", closed: () => localStorage.setItem(SEEN, "yes") });
  begin.focus();
}
