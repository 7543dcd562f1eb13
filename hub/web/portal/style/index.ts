import arrangement from './arrangement.css?inline';
import base from './base.css?inline';
import call from './call.css?inline';
import offices from './offices.css?inline';
import panel from './panel.css?inline';
import share from './share.css?inline';
import texts from './texts.css?inline';

/**
 * Style sheets made by script: a host's content policy that forbids inline styles does not concern them (CSP 3 speaks
 * of elements and attributes only).
 */
export function styleSheets(): CSSStyleSheet[] {
  return [base, offices, panel, call, share, texts, arrangement].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
