import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';

/** Says that what follows is not in the chosen language. */
export function Borrowed({ language }: { language: string }) {
  const { words, dictionary } = useScreen();
  return (
    <p class="notice">
      <Icon name="world" />
      <span>{words('translation.missing', { language: dictionary.nameOf(language) })}</span>
    </p>
  );
}
