// What is attached and not yet sent: photos and files in a row above the field, and the menu that adds to them.

import { el, icon, iconButton } from "./dom.js";
import { menu, toast } from "./sheets.js";
import { pickPlace } from "./map.js";
import { pickSamples } from "./samples.js";
import { words } from "./words.js";

const FETCHABLE_BYTES = 20 * 1024 * 1024;
const ALBUM = 10;

export class Tray {
  items = []; // {blob, name, preview, isPhoto}

  constructor(ground, changed) {
    this.ground = ground;
    this.changed = changed;
    this.row = el("div", { class: "tray-row" });
    this.asFileBox = el("input", { type: "checkbox", onchange: () => this.changed() });
    this.asFileLabel = el("label", { class: "as-file" }, this.asFileBox, el("span", {}, words("asFile")));
    this.root = el("div", { class: "tray", hidden: true }, this.row, this.asFileLabel);
  }

  get empty() {
    return this.items.length === 0;
  }

  /** Whether all go as documents: asked for, or because one of them is no picture. */
  get asFile() {
    return this.asFileBox.checked || this.items.some(({ isPhoto }) => !isPhoto);
  }

  add(files, { asFile = false } = {}) {
    for (const file of files.slice(0, ALBUM - this.items.length)) {
      if (file.size > FETCHABLE_BYTES) toast(words("tooLarge", { name: file.name }));
      const isPhoto = file.type.startsWith("image/");
      this.items.push({ blob: file, name: file.name, isPhoto, preview: isPhoto ? URL.createObjectURL(file) : null });
    }
    if (asFile) this.asFileBox.checked = true;
    this.#paint();
  }

  /** Empties the tray and hands over what was in it. */
  take() {
    const parcel = { items: this.items, asFile: this.asFile };
    for (const { preview } of this.items) if (preview) URL.revokeObjectURL(preview);
    this.items = [];
    this.asFileBox.checked = false;
    this.#paint();
    return parcel;
  }

  putBack({ items, asFile }) {
    this.add(items.map(({ blob }) => blob), { asFile });
  }

  #paint() {
    this.root.hidden = this.empty;
    this.row.replaceChildren(...this.items.map((item) => this.#tile(item)));
    this.changed();
  }

  #tile(item) {
    const remove = iconButton("close", words("removeAttachment", { name: item.name }), () => this.#drop(item));
    const face = item.preview ? el("img", { src: item.preview, alt: item.name }) : [icon("file"), el("span", { dir: "auto" }, item.name)];
    return el("div", { class: "tray-tile" }, face, remove);
  }

  #drop(item) {
    if (item.preview) URL.revokeObjectURL(item.preview);
    this.items = this.items.filter((kept) => kept !== item);
    this.#paint();
  }
}

export function attachMenu(anchor, tray, deliver) {
  const choose = (accept, options) => {
    const input = el("input", { type: "file", multiple: true, accept, class: "chooser", "aria-hidden": "true" });
    input.addEventListener("change", () => (tray.add([...input.files], options), input.remove()));
    input.addEventListener("cancel", () => input.remove());
    document.body.append(input);
    input.click();
  };
  const place = async () => {
    const location = await pickPlace(tray.ground);
    if (location) await deliver({ location });
  };
  const samples = async () => tray.add(await pickSamples(tray.ground));
  menu(anchor, [
    { icon: "photo", label: words("attachPhotos"), act: () => choose("image/*", {}) },
    { icon: "file", label: words("attachFile"), act: () => choose(null, { asFile: true }) },
    { icon: "place", label: words("attachPlace"), act: place },
    { icon: "sample", label: words("attachSamples"), act: samples },
  ]);
}
