/** HTML that is ready to be sent: made by `html`, or compiled from Markdown with everything dangerous escaped. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[] | null | undefined | false;

/** Makes HTML of a template. Texts that are put into it are escaped, for elements and for quoted attributes. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Markup {
  const pieces = strings.map((piece, index) => piece + (index < values.length ? insert(values[index]) : ''));
  return { markup: pieces.join('') };
}

/** Takes HTML of the content's compiler as it is. */
export function compiledHtml(markup: string): Markup {
  return { markup };
}

export const nothing: Markup = { markup: '' };

function insert(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return isMarkup(value) ? value.markup : value.map(({ markup }) => markup).join('');
}

function isMarkup(value: Markup | readonly Markup[]): value is Markup {
  return 'markup' in value;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
