import { Page } from '../parts/page.tsx';

export function UnknownPage() {
  return (
    <Page title="There is no such page" above={[{ title: 'Fleet', href: '#/' }]}>
      <p>
        Go to the <a href="#/">fleet</a> and look from there.
      </p>
    </Page>
  );
}
