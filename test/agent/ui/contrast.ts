import type { Page } from 'playwright-core';

/** A text as it was drawn: its contrast with what it lies on, measured on the picture of the screen. */
export interface Drawn {
  text: string;
  /** Contrast ratio of WCAG 2.2, 1.4.3: 1 to 21. */
  ratio: number;
  /** At least 24 px, or 18.66 px and bold: WCAG asks for 3:1 of it instead of 4.5:1. */
  large: boolean;
}

/** A pictogram of a control, or the edge of a field or switch, as it was drawn. */
export interface Sign {
  sign: string;
  ratio: number;
}

/**
 * Takes a picture of the screen and measures each text and sign on it. The ground is the most frequent colour of the text's
 * box, the letters are what differs most from it: so no style sheet is believed, and neither is a transparent layer.
 * The page should be drawn with two device pixels to a CSS pixel, so that strokes have pixels of their full colour.
 */
export async function drawn(page: Page): Promise<{ texts: Drawn[]; signs: Sign[] }> {
  const picture = await page.screenshot({ type: 'png', animations: 'disabled' });
  return page.evaluate(async (source) => {
    const scale = window.devicePixelRatio;
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);

    const channel = (value: number) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    };
    const luminance = (colour: number) =>
      0.2126 * channel(colour >> 16) + 0.7152 * channel((colour >> 8) & 255) + 0.0722 * channel(colour & 255);
    const ratioOf = (one: number, other: number) => {
      const [a, b] = [luminance(one), luminance(other)];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };

    type Box = { left: number; top: number; width: number; height: number };
    /** Contrast within a part of the picture; `undefined` where it is not wholly seen, or lies under something. */
    const measured = (box: Box, around: Element): number | undefined => {
      if (box.width < 4 || box.height < 4) return undefined;
      const left = Math.round(box.left * scale);
      const top = Math.round(box.top * scale);
      const width = Math.round(box.width * scale);
      const height = Math.round(box.height * scale);
      if (left < 0 || top < 0 || left + width > image.width || top + height > image.height) return undefined;
      const hits = [0.1, 0.5, 0.9].map((share) =>
        document.elementFromPoint(box.left + box.width * share, box.top + box.height / 2),
      );
      if (hits.some((hit) => !hit || !(around.contains(hit) || hit.contains(around)))) return undefined;
      const { data } = context.getImageData(left, top, width, height);
      const counts = new Map<number, number>();
      for (let at = 0; at < data.length; at += 4) {
        const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      const [ground] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
      // A colour has to be drawn more than once or twice to be a stroke.
      const strokes = [...counts].filter(([, count]) => count >= Math.max(3, (width * height) / 2000));
      const ratio = Math.max(1, ...strokes.map(([colour]) => ratioOf(colour, ground)));
      return Math.round(ratio * 100) / 100;
    };
    const left = '[inert], :disabled, .visually-hidden, script, style';

    const texts: { text: string; ratio: number; large: boolean }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const around = node.parentElement;
      if (text === '' || !around || around.closest(left)) continue;
      const style = getComputedStyle(around);
      if (style.visibility !== 'visible') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getClientRects()[0];
      const ratio = box && measured(box, around);
      if (ratio === undefined) continue;
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      texts.push({ text: text.slice(0, 40), ratio, large });
    }

    const signs: { sign: string; ratio: number }[] = [];
    const name = (element: Element) => `${element.className} ${element.textContent?.slice(0, 20)}`;
    for (const control of document.querySelectorAll('button, input')) {
      if (control.closest(left) || getComputedStyle(control).visibility !== 'visible') continue;
      for (const icon of control.querySelectorAll('.icon')) {
        const ratio = measured(icon.getBoundingClientRect(), icon);
        if (ratio !== undefined) signs.push({ sign: `icon in ${name(control)}`, ratio });
      }
      // Its edge, from just outside of it: what has no other sign of being a field or a switch.
      const edged = control.matches('input') ? control.parentElement : control.querySelector('.switch');
      const box = edged?.getBoundingClientRect();
      const strip = box && { left: box.left + box.width / 2, top: box.top - 4, width: 8, height: 8 };
      const ratio = edged && strip ? measured(strip, edged) : undefined;
      if (edged && ratio !== undefined) signs.push({ sign: `edge of ${name(edged)}`, ratio });
    }
    return { texts, signs };
  }, picture.toString('base64'));
}
