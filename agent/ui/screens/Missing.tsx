import { useScreen } from '../parts/context.ts';

/** Where a page leads nowhere, such as a card without any text. */
export function Missing() {
  const { words } = useScreen();
  return (
    <div class="hero">
      <h1 tabIndex={-1}>{words('missing.title')}</h1>
      <p class="lead">{words('missing.text')}</p>
    </div>
  );
}
