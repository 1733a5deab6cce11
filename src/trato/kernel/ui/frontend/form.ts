/* The public pages of web forms: style, and inside another site's page how high they are. They work without scripts. */
import "./css/tokens.css";
import "./css/base.css";
import "./css/components.css";
import "./css/form.css";

if (document.documentElement.dataset["embedded"] !== undefined) {
  const tell = (): void => parent.postMessage({ trato: "height", height: document.documentElement.scrollHeight }, "*");
  new ResizeObserver(tell).observe(document.body);
}
