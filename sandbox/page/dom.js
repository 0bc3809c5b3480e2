// Everything on the page is built here, node by node. Data reaches the document as text nodes and attributes
// only, never as markup: that is why nothing a person writes can become part of the page.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, props = {}, ...children) {
  return furnish(document.createElement(tag), props, children);
}

export function svg(tag, props = {}, ...children) {
  return furnish(document.createElementNS(SVG, tag), props, children);
}

function furnish(node, props, children) {
  for (const [name, value] of Object.entries(props)) assign(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function assign(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "data") Object.assign(node.dataset, value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** Text from a person, isolated so that its direction marks cannot reorder the words around it. */
export function bdi(text, props = {}) {
  return el("bdi", props, text ?? "");
}

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address if a link may carry it, else null: `javascript:` and its kin are not links. */
export function safeAddress(address) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
    return SAFE_SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null; // not an address at all: it stays plain text
  }
}

const STROKES = {
  plus: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-5 16-3-7-8-1Z",
  slash: "M15 5 9 19",
  photo: "M4 6h16v13H4zM4 16l4-4 4 4 3-3 5 5M15.5 10h.01",
  file: "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
  place: "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11ZM12 12.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8Z",
  sample: "M4 7h12v12H4zM8 7V4h12v12h-4M7 16l3-3 3 3",
  reply: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6",
  edit: "M5 19h3L19 8l-3-3L5 16zM14 7l3 3",
  trash: "M5 7h14M9 7V5h6v2M7 7l1 13h8l1-13",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  close: "M6 6l12 12M18 6 6 18",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  down: "M12 5v14M6 13l6 6 6-6",
  calls: "M8 8l-4 4 4 4M16 8l4 4-4 4M13.5 5l-3 14",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v6M12 7.5h.01",
  keyboard: "M4 7h16v10H4zM7 10h.01M10.5 10h.01M14 10h.01M17 10h.01M8 14h8",
  link: "M8 16 16 8M9 8h7v7",
  copy: "M9 9h11v11H9zM5 15V4h11",
  minus: "M5 12h14",
};

export function icon(name) {
  return svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, svg("path", { d: STROKES[name] }));
}

export function iconButton(name, label, onclick, props = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...props }, icon(name));
}
