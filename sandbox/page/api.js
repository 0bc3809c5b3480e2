// The control API of the sandbox, as the page uses it. One function an address; answers are plain objects.

/** The sandbox refused; the message is its own sentence. */
export class Refused extends Error {}

async function ask(method, path, body) {
  const request = { method, headers: { accept: "application/json" } };
  if (body !== undefined) {
    request.headers["content-type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const response = await fetch(`/control/${path}`, request);
  const answer = await response.json().catch(() => ({ error: `${response.status} ${response.statusText}` }));
  if (!response.ok) throw new Refused(answer.error ?? `${response.status}`);
  return answer;
}

function query(fields) {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(kept).toString();
}

export const api = {
  world: () => ask("GET", "world"),
  status: () => ask("GET", "status"),
  messages: (chatId, bot) => ask("GET", `chats/${chatId}/messages?${query({ bot, after: 0 })}`),
  say: (message) => ask("POST", "messages", message),
  press: (press) => ask("POST", "presses", press),
  pressed: (id) => ask("GET", `presses/${encodeURIComponent(id)}`),
  edit: (edit) => ask("POST", "edits", edit),
  remove: (remove) => ask("POST", "deletes", remove),
  react: (reaction) => ask("POST", "reactions", reaction),
  vote: (vote) => ask("POST", "votes", vote),
  calls: (since, limit) => ask("GET", `calls?${query({ since, limit })}`),
  faults: () => ask("GET", "faults"),
  injectFault: (fault) => ask("POST", "faults", fault),
  clearFaults: () => ask("DELETE", "faults"),
};

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8000;

/**
 * Follows the event stream for as long as the page lives. `up` runs after every (re)connection: whatever
 * happened while the line was down has no event, so the caller must read everything anew there.
 */
export function follow({ event, up, down }) {
  let wait = FIRST_RETRY_MS;
  const connect = () => {
    const source = new EventSource("/control/events");
    source.onopen = () => {
      wait = FIRST_RETRY_MS;
      up();
    };
    source.onmessage = (message) => event(JSON.parse(message.data));
    // The browser gives up for good after a non-200 answer, so the retrying is done here.
    source.onerror = () => {
      source.close();
      down();
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, LAST_RETRY_MS);
    };
  };
  connect();
}
