import { type IconName, icons } from './icons.ts';

/** Icons that point along the way of reading, and are mirrored where that goes from right to left. */
const turning: ReadonlySet<IconName> = new Set(['back', 'forward', 'erase']);

/** One of the page's icons, as large as the text around it. It says nothing by itself: words stand beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class={turning.has(name) ? 'icon icon-turns' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      {icons[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
