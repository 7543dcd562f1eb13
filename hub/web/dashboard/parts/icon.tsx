/// <reference types="vite/client" />
import sprites from 'bootstrap-italia/dist/svg/sprites.svg?url';

/** A picture of the bootstrap-italia set; it never carries meaning alone, so assistive technology skips it. */
export function Icon({ name, size = 'sm' }: { name: string; size?: 'xs' | 'sm' | 'md' | 'lg' | 'xl' }) {
  return (
    <svg class={`icon icon-${size}`} aria-hidden="true" focusable="false">
      <use href={`${sprites}#${name}`} />
    </svg>
  );
}
