/* t-prose: rich text. The textarea inside is what is sent; the editor takes its place once it is wanted. */
import type { Editor } from "@tiptap/core";

export class Prose extends HTMLElement {
  private editor: Editor | null = null;
  private coming = false;

  private get area(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  connectedCallback(): void {
    this.addEventListener("focusin", () => void this.mount());
    this.area?.form?.addEventListener("reset", () => this.editor?.commands.clearContent());
    const { area } = this;
    if (area && (area.value.includes("<") || document.activeElement === area)) void this.mount();
  }

  disconnectedCallback(): void {
    this.editor?.destroy();
    this.editor = null;
  }

  private async mount(): Promise<void> {
    const { area } = this;
    if (!area || this.coming) return;
    this.coming = true;
    const { open } = await import("./prose/editor");
    if (!this.isConnected) return;
    const held = document.activeElement === area;
    this.editor = open(this, area);
    area.hidden = true;
    if (held) this.editor.commands.focus("end");
  }
}
