import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A browser page that draws SVG with the typeface of Italian public services. */
export interface Canvas {
  draw(svg: string): Promise<void>;
  shot(options: { type: 'png' } | { type: 'jpeg'; quality: number }): Promise<Buffer>;
}

/** Opens Chromium, gives a canvas of `width` by `height` pixels, and closes Chromium when `work` is over. */
export async function withCanvas(
  size: { width: number; height: number },
  work: (canvas: Canvas) => Promise<void>,
): Promise<void> {
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
  });
  try {
    const page: Page = await browser.newPage({ viewport: size });
    await page.setContent(`<style>${await typeface()}body{margin:0}svg{display:block}</style><main></main>`);
    await page.evaluate(
      "Promise.all([300, 600, 700].map((w) => document.fonts.load(w + ' 40px Titillium Web')))",
    );
    await work({
      async draw(svg) {
        await page.locator('main').evaluate((main, markup) => {
          main.innerHTML = markup;
        }, svg);
      },
      shot: (options) => page.screenshot(options),
    });
  } finally {
    await browser.close();
  }
}

async function typeface(): Promise<string> {
  const faces = [300, 600, 700].map(async (weight) => {
    const file = `titillium-web-v10-latin-ext_latin-${weight}.woff2`;
    const url = import.meta.resolve(`bootstrap-italia/dist/fonts/Titillium_Web/${file}`);
    const bytes = await readFile(fileURLToPath(url));
    return `@font-face{font-family:"Titillium Web";font-weight:${weight};src:url(data:font/woff2;base64,${bytes.toString('base64')})}`;
  });
  return (await Promise.all(faces)).join('');
}
