import type { Page } from 'playwright-core';

/**
 * Characters of the page that were drawn in letters which the page did not bring, or in none at all: on a totem both
 * are boxes. The browser is asked what it really draws each character with, and how many of them.
 */
export async function lettersOfOthers(page: Page): Promise<string[]> {
  await page.evaluate(spellOut);
  const devtools = await page.context().newCDPSession(page);
  try {
    await devtools.send('DOM.enable');
    await devtools.send('CSS.enable');
    const { root } = await devtools.send('DOM.getDocument', { depth: 0 });
    const { nodeIds } = await devtools.send('DOM.querySelectorAll', {
      nodeId: root.nodeId,
      selector: '.spelt-out > *',
    });
    const found: string[] = [];
    for (const nodeId of nodeIds) {
      const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
      const lent = fonts.filter(({ isCustomFont, glyphCount }) => !isCustomFont && glyphCount > 0);
      if (lent.length === 0) continue;
      const { outerHTML } = await devtools.send('DOM.getOuterHTML', { nodeId });
      found.push(`${lent.map(({ familyName }) => familyName)}: ${outerHTML}`);
    }
    return [...found, ...(await page.evaluate(boxes))];
  } finally {
    await devtools.detach();
    await page.evaluate(() => document.querySelector('.spelt-out')?.remove());
  }
}

/** Adds every character that is to be seen, once for each list of fonts that it is seen in. */
async function spellOut(): Promise<void> {
  const seen = new Map<string, Set<string>>();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const around = texts.currentNode.parentElement;
    if (!around?.checkVisibility()) continue;
    const family = getComputedStyle(around).fontFamily;
    const characters = seen.get(family) ?? new Set();
    for (const character of texts.currentNode.textContent ?? '') {
      if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) characters.add(character);
    }
    seen.set(family, characters);
  }
  const all = document.createElement('div');
  all.className = 'spelt-out';
  for (const [family, characters] of seen) {
    const line = document.createElement('p');
    line.style.fontFamily = family;
    line.textContent = [...characters].join(' ');
    all.append(line);
  }
  document.body.append(all);
  await document.fonts.ready;
}

/** The characters for which the box is drawn that stands for a missing one. */
function boxes(): string[] {
  const side = 24;
  const canvas = document.createElement('canvas');
  canvas.width = side * 2;
  canvas.height = side * 2;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('the browser cannot draw');
  const picture = (family: string, text: string) => {
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.font = `${side}px ${family}`;
    context.fillText(text, side / 2, side * 1.4);
    return context.getImageData(0, 0, canvas.width, canvas.height).data.join();
  };
  return [...document.querySelectorAll<HTMLElement>('.spelt-out > *')].flatMap((line) => {
    // No character has this number yet, so it is in no letters.
    const box = picture(line.style.fontFamily, '\u0378');
    return [...(line.textContent ?? '')].filter(
      (character) => character !== ' ' && picture(line.style.fontFamily, character) === box,
    );
  });
}
