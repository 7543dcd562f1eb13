import en from './languages/en.json' with { type: 'json' };
import it from './languages/it.json' with { type: 'json' };

/** What the page says in one language; the last line is left out where no telephone number is configured. */
export interface Notice {
  title: string;
  lines: string[];
}

/** Italian first, as everywhere on the citizen's screen. */
export function noticesOf(telephone: string | undefined): Notice[] {
  return [it, en].map(({ title, text, telephone: call }) => ({
    title,
    // A number is not broken over two lines.
    lines: [
      text,
      ...(telephone === undefined
        ? []
        : [call.replace('{{telephone}}', telephone.replaceAll(' ', '\u00a0'))]),
    ].flatMap((words) => words.split('\n')),
  }));
}

/** Text with Pango's markup: sizes are relative to the font of the whole. */
export function markupOf(notices: readonly Notice[]): string {
  return notices
    .map(({ title, lines }, index) => {
      const size = index === 0 ? 'xx-large' : 'large';
      const body = lines.map(
        (line) => `<span size="${index === 0 ? 'medium' : 'small'}">${escaped(line)}</span>`,
      );
      return [`<span size="${size}" weight="bold">${escaped(title)}</span>`, ...body].join('\n');
    })
    .join('\n\n');
}

/** Plain text for a console. */
export function plainOf(notices: readonly Notice[]): string {
  return notices
    .map(({ title, lines }) =>
      [`  ${title.toLocaleUpperCase()}`, '', ...lines.map((line) => `  ${line}`)].join('\n'),
    )
    .join('\n\n\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
