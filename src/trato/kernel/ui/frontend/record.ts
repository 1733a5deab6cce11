/* The record page. */
import "./css/record.css";
import { define } from "./core/elements";
import { Composer } from "./elements/composer";
import { Fields } from "./elements/fields";

define("t-fields", Fields);
define("t-composer", Composer);
