import { useLayoutEffect, useState } from 'preact/hooks';
import { App } from './App.tsx';
import type { Dictionary } from './languages/index.ts';
import type { Page } from './page.ts';
import { ServiceLayer } from './service/index.ts';

/** The citizen's page, and over it the technician's side, which does not depend on it in any way. */
export function Whole(parts: {
  page: Page;
  dictionary: Dictionary;
  now: () => number;
  ownPlaylist: boolean;
}) {
  const { service } = parts.page;
  const [covered, setCovered] = useState(service.covers());
  useLayoutEffect(() => service.subscribe(() => setCovered(service.covers())), [service]);
  return (
    <>
      <div class="underneath" inert={covered} aria-hidden={covered || undefined}>
        <App {...parts} />
      </div>
      <ServiceLayer desk={service} dictionary={parts.dictionary} now={parts.now} />
    </>
  );
}
