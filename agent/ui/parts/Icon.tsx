import { type IconName, icons } from './icons.ts';

/** One of the page's icons, as large as the text around it. It says nothing by itself: words stand beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {icons[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
