/* @mentions: a colleague chosen from a menu becomes a link to them, which the server reads from the text. */
import { Mention } from "@tiptap/extension-mention";
import type { SuggestionKeyDownProps, SuggestionProps } from "@tiptap/suggestion";
import { make, parse } from "../../core/dom";
import { place } from "../../core/floats";
import { request, withQuery } from "../../core/http";
import { t } from "../../core/strings";

interface Person { id: string; label: string; face: Node[] }

async function people(query: string): Promise<Person[]> {
  const answer = await request(withQuery("/options/user", { q: query }), { quiet: true });
  if (!answer.ok) return [];
  return [...parse(answer.html).querySelectorAll<HTMLElement>('[role="option"]')].map((option) => ({
    id: option.dataset["value"] ?? "", label: option.dataset["label"] ?? "", face: [...option.childNodes],
  }));
}

/** The menu under the caret while a name is being typed. */
class Menu {
  private readonly list = make("ul", { class: "menu", role: "listbox", "aria-label": t("people") });
  private items: Person[] = [];
  private at = 0;
  private choose: (person: Person) => void = () => undefined;

  onStart = (props: SuggestionProps<Person>): void => {
    this.list.popover = "manual";
    (props.editor.view.dom.closest("dialog[open]") ?? document.body).append(this.list);
    this.list.addEventListener("pointerdown", this.onPress);
    this.onUpdate(props);
  };

  onUpdate = (props: SuggestionProps<Person>): void => {
    this.items = props.items;
    this.at = 0;
    this.choose = (person) => props.command(person);
    this.list.replaceChildren(...this.items.map((person) => make("li", { role: "option" }, ...person.face)));
    this.mark();
    if (!this.items.length) {
      if (this.list.matches(":popover-open")) this.list.hidePopover();
      return;
    }
    if (!this.list.matches(":popover-open")) this.list.showPopover();
    const caret = props.clientRect?.();
    if (caret) place(this.list, { getBoundingClientRect: () => caret });
  };

  onKeyDown = ({ event }: SuggestionKeyDownProps): boolean => {
    if (!this.items.length) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + this.items.length) % this.items.length;
      this.mark();
      return true;
    }
    const person = this.items[this.at];
    if (person && (event.key === "Enter" || event.key === "Tab")) {
      this.choose(person);
      return true;
    }
    return false;
  };

  onExit = (): void => this.list.remove();

  private mark(): void {
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  private readonly onPress = (event: PointerEvent): void => {
    const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
    const person = this.items[option ? [...this.list.children].indexOf(option) : -1];
    event.preventDefault();
    if (person) this.choose(person);
  };
}

export const mention = Mention.extend({
  parseHTML() {
    return [{
      tag: 'a[href^="/r/user/"]',
      priority: 1000,
      getAttrs: (element: HTMLElement) => ({ id: (element.getAttribute("href") ?? "").slice("/r/user/".length), label: (element.textContent ?? "").replace(/^@/, "") }),
    }];
  },
  renderHTML({ node }) {
    return ["a", { href: `/r/user/${node.attrs["id"] as string}`, class: "mention" }, `@${node.attrs["label"] as string}`];
  },
}).configure({
  suggestion: {
    items: ({ query }) => people(query),
    render: () => new Menu(),
  },
});
