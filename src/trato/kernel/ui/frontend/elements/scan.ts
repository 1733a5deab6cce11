/* t-scan: a photo of a card goes with the record that is made, and the code on it fills the form. The code is read here. */
import htmx from "htmx.org";
import { say } from "../core/http";
import { t } from "../core/strings";

/** Larger photos are read at this many pixels a side: codes are coarse, phones are slow. */
const most = 1200;

export class Scan extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", this.onPhoto);
  }

  private readonly onPhoto = (event: Event): void => {
    const input = event.target;
    const [photo] = input instanceof HTMLInputElement ? [...(input.files ?? [])] : [];
    if (!photo || !(input instanceof HTMLInputElement)) return;
    input.value = "";
    this.dataset["state"] = "busy";
    void this.read(photo).then((text) => {
      delete this.dataset["state"];
      if (!text) say({ message: t("no_code"), tone: "warning" });
      void (text ? this.fill(text) : Promise.resolve()).then(() => this.keep(photo));
    });
  };

  /** The photo goes along when the form is sent. */
  private keep(photo: File): void {
    const place = document.querySelector<HTMLElement>("#quick-form .photo");
    const input = place?.querySelector("input");
    if (!place || !input) return;
    const files = new DataTransfer();
    files.items.add(photo);
    input.files = files.files;
    place.hidden = false;
  }

  private async fill(card: string): Promise<void> {
    const form = document.getElementById("quick-form");
    if (!(form instanceof HTMLFormElement)) return;
    const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    await htmx.ajax("POST", this.dataset["url"] ?? "", { source: form, target: form, swap: "outerHTML", values: { ...values, card } });
  }

  private async read(photo: File): Promise<string | null> {
    const { binarize, Decoder, Detector, grayscale } = await import("@nuintun/qrcode");
    const image = await createImageBitmap(photo).catch(() => null);
    if (!image) return null;
    const scale = Math.min(1, most / Math.max(image.width, image.height));
    const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))];
    const context = new OffscreenCanvas(width, height).getContext("2d");
    if (!context) return null;
    context.drawImage(image, 0, 0, width, height);
    const found = new Detector().detect(binarize(grayscale(context.getImageData(0, 0, width, height)), width, height));
    const decoder = new Decoder();
    for (let step = found.next(); !step.done;) {
      let decoded = false;
      try {
        return decoder.decode(step.value.matrix).content;
      } catch { decoded = false; }
      step = found.next(decoded);
    }
    return null;
  }
}
