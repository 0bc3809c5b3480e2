// Maps without tiles: a thumbnail for a message, and the dialog in which a place is picked.

import { el, icon, iconButton, svg } from "./dom.js";
import { sheet } from "./sheets.js";
import { words } from "./words.js";

const THUMBNAIL_HALF_WIDTH_M = 900;
const THUMBNAIL_RATIO = 0.5;
const GPS_ACCURACY_M = 15;
const MARGIN = 0.12;
const CLOSEST_M = 500;
const DRAG_STARTS_PX = 6;
const LABEL_PX = 10.5;

function pin({ x, y }, size) {
  const shape = svg("path", { d: "M0 0C-.9-1.2-1.3-1.7-1.3-2.4a1.3 1.3 0 0 1 2.6 0C1.3-1.7.9-1.2 0 0Z", class: "pin" });
  const eye = svg("circle", { cx: 0, cy: -2.4, r: 0.5, class: "pin-eye" });
  return svg("g", { transform: `translate(${x} ${y}) scale(${size})` }, shape, eye);
}

/** A small picture of where a message's place lies. */
export function thumbnail(ground, place) {
  const { x, y } = ground.flat(place);
  const half = THUMBNAIL_HALF_WIDTH_M;
  const view = [x - half, y - half * THUMBNAIL_RATIO, half * 2, half * 2 * THUMBNAIL_RATIO].join(" ");
  const ring = place.horizontal_accuracy && svg("circle", { cx: x, cy: y, r: Math.max(place.horizontal_accuracy, 40), class: "accuracy" });
  return svg("svg", { viewBox: view, class: "map thumbnail", "aria-hidden": "true" }, ground.shapes(), ring, pin({ x, y }, 100));
}

/** Shows a message's place among the boundaries, larger. */
export function showPlace(ground, place) {
  const { left, right, top, bottom } = ground.box;
  const view = [left, top, right - left, bottom - top].join(" ");
  const spot = ground.flat(place);
  const picture = svg("svg", { viewBox: view, class: "map", "aria-hidden": "true" }, ground.shapes(), pin(spot, (right - left) / 40));
  const caption = `${place.latitude}, ${place.longitude}`;
  const body = [!ground.empty && el("div", { class: "picker-frame" }, picture), el("p", { class: "hint" }, caption)];
  sheet({ title: ground.townAt(place) ?? words(ground.empty ? "location" : "outside"), body });
}

/** Opens the picker. Resolves to `{latitude, longitude, horizontal_accuracy?}`, or null if it was closed. */
export function pickPlace(ground, { start = null } = {}) {
  return new Promise((resolve) => new Picker(ground, start, resolve).open());
}

class Picker {
  constructor(ground, start, resolve) {
    this.ground = ground;
    this.place = start;
    this.resolve = resolve;
    this.view = this.#whole();
    this.canvas = svg("svg", { class: "map picker", tabindex: "0", role: "application", "aria-label": words("pickMap") });
    this.caption = el("output", { class: "picker-caption" });
    this.numbers = { latitude: this.#number("latitude"), longitude: this.#number("longitude") };
    this.gps = el("input", { type: "radio", name: "certainty", value: "gps", checked: true });
    this.send = el("button", { type: "button", class: "primary", onclick: () => this.#done() }, words("pickSend"));
    this.#listen();
  }

  open() {
    const choice = (input, text) => el("label", { class: "choice" }, input, el("span", {}, text));
    const zoom = el(
      "div",
      { class: "zoom" },
      iconButton("plus", words("zoomIn"), () => this.#zoom(0.6)),
      iconButton("minus", words("zoomOut"), () => this.#zoom(1 / 0.6)),
    );
    const body = [
      !this.ground.empty && el("div", { class: "picker-frame" }, this.canvas, zoom),
      el("div", { class: "picker-place" }, icon("place"), this.caption, this.numbers.latitude, this.numbers.longitude),
      el(
        "div",
        { class: "choices" },
        choice(this.gps, words("pickGps", { n: GPS_ACCURACY_M })),
        choice(el("input", { type: "radio", name: "certainty", value: "pin" }), words("pickPin")),
      ),
    ];
    this.sheet = sheet({ title: words("pickTitle"), hint: words("pickHint"), body, actions: [this.send], closed: () => this.resolve(null) });
    this.#draw();
    this.canvas.focus();
  }

  #whole() {
    const { left, right, top, bottom } = this.ground.box;
    const [width, height] = [(right - left) * (1 + 2 * MARGIN), (bottom - top) * (1 + 2 * MARGIN)];
    return { x: (left + right) / 2, y: (top + bottom) / 2, width: Math.max(width, CLOSEST_M), height: Math.max(height, CLOSEST_M) };
  }

  #number(field) {
    const input = el("input", { type: "number", step: "0.000001", "aria-label": words(field), placeholder: words(field), class: "degrees" });
    input.addEventListener("change", () => {
      const place = { latitude: Number(this.numbers.latitude.value), longitude: Number(this.numbers.longitude.value) };
      if (this.numbers.latitude.value && this.numbers.longitude.value) this.#put(place);
    });
    return input;
  }

  #listen() {
    let grip = null;
    this.canvas.addEventListener("pointerdown", (event) => {
      grip = { x: event.clientX, y: event.clientY, view: { ...this.view }, moved: false };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!grip) return;
      const [dx, dy] = [event.clientX - grip.x, event.clientY - grip.y];
      grip.moved ||= Math.hypot(dx, dy) > DRAG_STARTS_PX;
      const scale = this.#metresPerPixel();
      if (grip.moved) this.view = { ...grip.view, x: grip.view.x - dx * scale, y: grip.view.y - dy * scale };
      if (grip.moved) this.#draw();
    });
    this.canvas.addEventListener("pointerup", (event) => {
      if (grip && !grip.moved) this.#put(this.ground.degrees(this.#under(event)));
      grip = null;
    });
    this.canvas.addEventListener("pointercancel", () => (grip = null));
    this.canvas.addEventListener("wheel", (event) => (event.preventDefault(), this.#zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2)), { passive: false });
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    const step = this.view.width / 60;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (event.key === "Enter" && this.place) this.#done();
    if (!move) return;
    event.preventDefault();
    const at = this.place ? this.ground.flat(this.place) : { x: this.view.x, y: this.view.y };
    this.#put(this.ground.degrees({ x: at.x + move[0], y: at.y + move[1] }));
  }

  #metresPerPixel() {
    return 1 / this.canvas.getScreenCTM().a;
  }

  #under(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(this.canvas.getScreenCTM().inverse());
  }

  #zoom(factor) {
    const whole = this.#whole();
    const width = Math.min(Math.max(this.view.width * factor, CLOSEST_M), whole.width);
    if (this.place && factor < 1) Object.assign(this.view, this.ground.flat(this.place));
    this.view = { ...this.view, width, height: (width * whole.height) / whole.width };
    if (width === whole.width) this.view = whole;
    this.#draw();
  }

  #put(place) {
    this.place = place;
    this.#draw();
  }

  #draw() {
    const { x, y, width, height } = this.view;
    this.canvas.style.aspectRatio = `${width} / ${height}`;
    this.canvas.setAttribute("viewBox", [x - width / 2, y - height / 2, width, height].join(" "));
    const size = this.#metresPerPixel() * LABEL_PX;
    const labels = this.ground.towns.map(({ name, label }) =>
      svg("text", { x: label.x, y: label.y, "font-size": size, class: "town-name" }, name.replace(/(街道|[镇乡])$/, "")),
    );
    const spot = this.place && this.ground.flat(this.place);
    this.canvas.replaceChildren(this.ground.shapes(), ...labels, ...(spot ? [pin(spot, size)] : []));
    this.send.disabled = !this.place;
    this.caption.textContent = this.place ? (this.ground.townAt(this.place) ?? words("outside")) : words("pickNowhere");
    for (const field of this.place ? ["latitude", "longitude"] : []) this.numbers[field].value = this.place[field];
  }

  #done() {
    const accuracy = this.gps.checked ? { horizontal_accuracy: GPS_ACCURACY_M } : {};
    this.resolve({ ...this.place, ...accuracy });
    this.sheet.close();
  }
}
