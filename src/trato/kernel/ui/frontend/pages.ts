/* Import, home, settings, first run, sign-in. */
import "./css/pages.css";
import { define } from "./core/elements";
import { Inbox } from "./elements/inbox";
import { Upload } from "./elements/upload";

define("t-inbox", Inbox);
define("t-upload", Upload);
