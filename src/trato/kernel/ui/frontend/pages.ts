/* Import, home, settings, search, first run, sign-in. */
import "./css/pages.css";
import "./css/merging.css";
import "./css/search.css";
import { define } from "./core/elements";
import { Inbox } from "./elements/inbox";
import { Queue } from "./elements/queue";
import { Scan } from "./elements/scan";
import { Upload } from "./elements/upload";

define("t-inbox", Inbox);
define("t-queue", Queue);
define("t-scan", Scan);
define("t-upload", Upload);
