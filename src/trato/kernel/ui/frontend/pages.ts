/* Import, home, settings, first run, sign-in. */
import "./css/pages.css";
import { define } from "./core/elements";
import { Upload } from "./elements/upload";

define("t-upload", Upload);
