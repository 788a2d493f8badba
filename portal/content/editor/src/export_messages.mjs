// Prints the message list as JSON for the server, which puts each text through gettext.
import { MESSAGES } from "./messages.js";

process.stdout.write(`${JSON.stringify(MESSAGES, null, 2)}\n`);
