// What went wrong is told to the person in one sentence; nothing fails silently.

import { Refused } from "./api.js";
import { toast } from "./sheets.js";
import { words } from "./words.js";

/** Runs the work; true if it succeeded. A refusal or a lost line is shown, anything else is a bug and rises. */
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Refused) toast(words("failed", { why: error.message }), { bad: true });
    else if (error instanceof TypeError) toast(words("unreachable"), { bad: true }); // fetch's word for a lost line
    else throw error;
    return false;
  }
}
