/* The public pages of web forms: style alone, they work without scripts. */
import "./css/tokens.css";
import "./css/base.css";
import "./css/components.css";
import "./css/form.css";
