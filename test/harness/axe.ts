import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What a page has to keep to: WCAG 2.2 at level AA, and what axe advises besides. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds wrong on the page as it is, each as one line. Its half a megabyte of script is given to a page once,
 * and the page itself is where it adds up: that takes a tenth of the time of a second page for every look.
 */
export async function accessibilityProblems(page: Page, tags: readonly string[] = rules): Promise<string[]> {
  const isThere = await page.evaluate('typeof axe === "object"');
  const { violations } = await new AxeBuilder({ page, ...(isThere === true && { axeSource: ';' }) })
    .options({ resultTypes: ['violations'] })
    .withTags([...tags])
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
