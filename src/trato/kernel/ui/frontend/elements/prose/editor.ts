/* The editor of rich text (Tiptap), loaded when the first text is touched. Its HTML goes into the textarea it stands for. */
import { Editor } from "@tiptap/core";
import { Placeholder } from "@tiptap/extensions";
import StarterKit from "@tiptap/starter-kit";
import { mention } from "./mention";

/** What was typed before the editor came is plain text; what the server gave is HTML. */
function content(written: string): string | DocumentFragment {
  if (!written.trim()) return "";
  if (/<\/?[a-z][^<>]*>/i.test(written)) return written;
  const plain = document.createElement("div");
  for (const line of written.split("\n")) plain.append(Object.assign(document.createElement("p"), { textContent: line }));
  return plain.innerHTML;
}

export function open(host: HTMLElement, area: HTMLTextAreaElement): Editor {
  const label = area.getAttribute("aria-label") ?? area.labels?.[0]?.textContent?.trim() ?? "";
  const place = document.createElement("div");
  place.className = "prose-editor";
  host.append(place);
  return new Editor({
    element: place,
    injectCSS: false,
    content: content(area.value) as string,
    extensions: [
      StarterKit.configure({ heading: { levels: [2, 3] }, link: { openOnClick: false } }),
      Placeholder.configure({ placeholder: area.placeholder }),
      mention,
    ],
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, id: `${area.id}-editor`, class: "prose" },
    },
    onUpdate: ({ editor }) => {
      area.value = editor.isEmpty ? "" : editor.getHTML();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onBlur: () => area.dispatchEvent(new Event("change", { bubbles: true })),
  });
}

