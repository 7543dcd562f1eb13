import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

/** Short answers side by side; what has no text is left out. */
export function Facts({
  facts,
  language,
}: {
  facts: { icon: IconName; name: string; text: string | null }[];
  language: string;
}) {
  const { dictionary } = useScreen();
  const known = facts.filter((fact) => fact.text !== null);
  if (known.length === 0) return null;
  return (
    <dl class="facts">
      {known.map((fact) => (
        <div class="fact" key={fact.name}>
          <dt>
            <Icon name={fact.icon} />
            {fact.name}
          </dt>
          <dd {...dictionary.writtenIn(language)}>{fact.text}</dd>
        </div>
      ))}
    </dl>
  );
}
