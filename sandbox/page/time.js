// The district's clock: every date on the page is shown in Asia/Shanghai, wherever the browser stands.

import { language } from "./words.js";

const ZONE = "Asia/Shanghai";
const LOCALES = { zh: "zh-CN", en: "en-GB" };

function format(seconds, options) {
  return new Intl.DateTimeFormat(LOCALES[language()], { timeZone: ZONE, ...options }).format(seconds * 1000);
}

/** @param {number} seconds Unix time, as the Bot API gives it. */
export const clock = (seconds) => format(seconds, { hour: "2-digit", minute: "2-digit", hour12: false });
export const clockWithSeconds = (seconds) => format(seconds, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
export const day = (seconds) => format(seconds, { month: "long", day: "numeric", weekday: "short" });
export const full = (seconds) => `${format(seconds, { dateStyle: "long", timeStyle: "medium" })} (${ZONE})`;
