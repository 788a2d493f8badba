// For pages without the editor: the sign-out form still wipes what the browser kept.
import { wireSignOut } from "./drafts.js";

wireSignOut();
