// Sample photos for trying things out with no files at hand: drawn here, and marked as samples.

import { el } from "./dom.js";
import { sheet } from "./sheets.js";
import { withGps } from "./files.js";
import { words } from "./words.js";

const [WIDTH, HEIGHT] = [960, 720];
const QUALITY = 0.86;

/** Opens the picker. Resolves to JPEG files with a place in their EXIF; an empty list if it was closed. */
export function pickSamples(ground) {
  return new Promise((resolve) => {
    const chosen = new Set();
    const add = el("button", { type: "button", class: "primary", disabled: true }, words("sampleAdd", { n: 0 }));
    const tiles = Object.keys(SCENES).map((name) => tile(name, chosen, () => {
      add.disabled = chosen.size === 0;
      add.textContent = words("sampleAdd", { n: chosen.size });
    }));
    const box = sheet({ title: words("samplesTitle"), hint: words("samplesHint"), body: el("div", { class: "samples" }, tiles), actions: [add], closed: () => resolve([]) });
    add.addEventListener("click", () => {
      resolve([...chosen].map((name) => photograph(name, ground)));
      box.close();
    });
  });
}

function tile(name, chosen, changed) {
  const picture = drawn(name);
  picture.setAttribute("aria-hidden", "true");
  const toggle = (event) => {
    if (!chosen.delete(name)) chosen.add(name);
    event.currentTarget.setAttribute("aria-pressed", String(chosen.has(name)));
    changed();
  };
  return el("button", { type: "button", class: "sample", "aria-pressed": "false", onclick: toggle, data: { sample: name } }, picture, el("span", {}, words(`sample_${name}`)));
}

function photograph(name, ground) {
  // Not toBlob: it waits for the browser to be idle, which on a busy machine takes seconds.
  const address = drawn(name).toDataURL("image/jpeg", QUALITY);
  const jpeg = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  const town = ground.towns[Object.keys(SCENES).indexOf(name) % Math.max(ground.towns.length, 1)];
  const placed = town ? withGps(jpeg, ground.degrees(town.label)) : jpeg;
  return new File([placed], `sample-${name}.jpg`, { type: "image/jpeg" });
}

function drawn(name) {
  const canvas = el("canvas", { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d");
  SCENES[name](pen);
  mark(pen, words(`sample_${name}`));
  return canvas;
}

function mark(pen, caption) {
  pen.fillStyle = "rgba(20, 28, 26, 0.72)";
  pen.fillRect(0, HEIGHT - 92, WIDTH, 92);
  pen.fillStyle = "#fffdf8";
  pen.font = "600 40px system-ui, 'PingFang SC', 'Noto Sans CJK SC', sans-serif";
  pen.textAlign = "center"; // so that an album's square tiles, which cut the sides, still show it
  pen.fillText(`${words("sampleMark")} · ${caption}`, WIDTH / 2, HEIGHT - 33);
}

function room(pen, wall, floor) {
  const light = pen.createLinearGradient(0, 0, WIDTH, HEIGHT);
  light.addColorStop(0, wall);
  light.addColorStop(1, floor);
  pen.fillStyle = light;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = floor;
  pen.fillRect(0, 500, WIDTH, HEIGHT - 500);
}

function box(pen, x, y, width, height, colour, radius = 14) {
  pen.fillStyle = "rgba(0, 0, 0, 0.16)";
  pen.beginPath();
  pen.roundRect(x + 10, y + 12, width, height, radius);
  pen.fill();
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(x, y, width, height, radius);
  pen.fill();
}

function round(pen, x, y, across, down, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.ellipse(x, y, across, down, 0, 0, Math.PI * 2);
  pen.fill();
}

function print(pen, text, x, y, size, colour) {
  pen.fillStyle = colour;
  pen.font = `600 ${size}px system-ui, 'PingFang SC', 'Noto Sans CJK SC', sans-serif`;
  pen.fillText(text, x, y);
}

const SCENES = {
  milk(pen) {
    room(pen, "#e8eef0", "#b9c7c9");
    for (const [index, colour] of ["#f7f8f4", "#eef3f8", "#f7f1e6"].entries()) {
      const x = 150 + index * 240;
      box(pen, x, 210, 180, 330, colour);
      box(pen, x + 40, 160, 100, 60, colour);
      box(pen, x, 330, 180, 90, ["#4d8fb5", "#6aa37a", "#c98a54"][index], 0);
      print(pen, "EXP 2024.03", x + 18, 500, 22, "#a33");
    }
  },
  den(pen) {
    room(pen, "#8e8577", "#5c564d");
    box(pen, 110, 380, 740, 60, "#a59780", 4);
    for (const [index, broth] of ["#7a6a55", "#c9b458", "#8a5a3c"].entries()) {
      round(pen, 250 + index * 230, 350, 110, 60, "#c9c2b4");
      round(pen, 250 + index * 230, 338, 92, 40, broth);
    }
    box(pen, 640, 90, 190, 130, "#3c3a36", 4);
    box(pen, 150, 470, 60, 120, "#746a5b", 4);
    box(pen, 740, 470, 60, 120, "#746a5b", 4);
  },
  meat(pen) {
    room(pen, "#e9dfd2", "#c8b8a5");
    box(pen, 80, 400, 800, 190, "#e6e8e6", 8);
    for (const x of [150, 340, 530, 720]) {
      box(pen, x, 160, 8, 60, "#777", 2);
      round(pen, x + 4, 300, 68, 100, "#b5483f");
      round(pen, x + 24, 280, 26, 52, "#e8c3b4");
      round(pen, x - 18, 340, 16, 30, "#d98f80");
    }
  },
  liquor(pen) {
    room(pen, "#ddd0bd", "#a88f70");
    for (const x of [140, 390, 640]) {
      round(pen, x + 95, 430, 120, 150, "#7c4a2d");
      round(pen, x + 95, 300, 74, 30, "#5d3520");
      box(pen, x + 55, 230, 80, 60, "#b33a2e", 12);
      box(pen, x + 45, 390, 100, 100, "#d8402f", 2);
      print(pen, "酒", x + 66, 465, 60, "#fff3df");
    }
  },
  kitchen(pen) {
    room(pen, "#dfe6e2", "#94a09b");
    box(pen, 60, 330, 840, 80, "#c4ccc9", 4);
    round(pen, 260, 320, 150, 60, "#343a38");
    box(pen, 400, 290, 180, 20, "#343a38", 8);
    box(pen, 620, 180, 150, 150, "#e0b34c");
    round(pen, 300, 590, 250, 60, "#7d7a5a");
    round(pen, 380, 600, 120, 30, "#63603f");
  },
  label(pen) {
    room(pen, "#f1ece2", "#cfc6b6");
    box(pen, 190, 100, 580, 470, "#fffdf6", 10);
    print(pen, "品名：示例调味品", 240, 190, 42, "#333");
    print(pen, "生产日期：（空白）", 240, 280, 42, "#333");
    print(pen, "生产厂家：（空白）", 240, 370, 42, "#333");
    print(pen, "许可证号：（空白）", 240, 460, 42, "#a33");
  },
};
