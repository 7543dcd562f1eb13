import type { Page } from 'playwright-core';

/**
 * Texts that were drawn in letters that the page did not bring, which on a totem are boxes; each with the font that
 * the machine lent. The browser is asked what it really drew with.
 */
export async function lettersOfOthers(page: Page): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page);
  try {
    await devtools.send('DOM.enable');
    await devtools.send('CSS.enable');
    const { root } = await devtools.send('DOM.getDocument', { depth: 0 });
    const { nodeIds } = await devtools.send('DOM.querySelectorAll', {
      nodeId: root.nodeId,
      selector: 'body *',
    });
    const found: string[] = [];
    for (const nodeId of nodeIds) {
      const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
      for (const { familyName, isCustomFont, glyphCount } of fonts) {
        if (isCustomFont || glyphCount === 0) continue;
        const { outerHTML } = await devtools.send('DOM.getOuterHTML', { nodeId });
        found.push(`${familyName}: ${outerHTML.slice(0, 200)}`);
      }
    }
    return found;
  } finally {
    await devtools.detach();
  }
}
