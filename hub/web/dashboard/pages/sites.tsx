import { useState } from 'preact/hooks';
import type { Site, Totem } from '../../../../protocol/api.ts';
import { adviceOn } from '../api/advice.ts';
import { Card } from '../parts/card.tsx';
import { Field } from '../parts/field.tsx';
import { Page } from '../parts/page.tsx';
import { fleetHref } from '../route.ts';
import { useDesk } from '../state/context.ts';
import { placeOf } from '../state/figures.ts';
import type { FleetState } from '../state/fleet.ts';
import { useStore } from '../state/store.ts';
import { count } from '../text/format.ts';

const sitesOf = (state: FleetState) => state.sites;
const totemsOf = (state: FleetState) => state.totems;

export function SitesPage() {
  const { fleet } = useDesk();
  const sites = useStore(fleet, sitesOf);
  const totems = [...useStore(fleet, totemsOf).values()];
  const sorted = [...sites].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <Page title="Sites" lead="Where totems stand: town halls, job centres, stations.">
      <div class="columns">
        <div class="column">
          <Card title={count(sites.length, 'site')}>
            {sites.length === 0 ? <p class="quiet">No site yet. Add the first one with the form.</p> : null}
            <ul class="site-list">
              {sorted.map((site) => (
                <SiteRow key={site.id} site={site} totems={totems} />
              ))}
            </ul>
          </Card>
        </div>
        <div class="column">
          <AddSite />
        </div>
      </div>
    </Page>
  );
}

function SiteRow({ site, totems }: { site: Site; totems: readonly Totem[] }) {
  const here = totems.filter((totem) => totem.site?.id === site.id);
  return (
    <li>
      <div>
        <p class="site-name">{site.name}</p>
        <p class="quiet">{placeOf(site) || 'No address'}</p>
      </div>
      {here.length === 0 ? (
        <span class="quiet">No totem</span>
      ) : (
        <a href={fleetHref({ text: site.name })}>{count(here.length, 'totem')}</a>
      )}
    </li>
  );
}

function AddSite() {
  const { api, tell, refreshSites } = useDesk();
  const [busy, setBusy] = useState(false);

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const name = String(typed.get('name')).trim();
    setBusy(true);
    const answer = await api.addSite({
      name,
      address: String(typed.get('address')).trim(),
      town: String(typed.get('town')).trim(),
    });
    setBusy(false);
    if (!answer.ok) {
      tell('problem', adviceOn(answer.error));
      return;
    }
    form.reset();
    await refreshSites();
    tell('done', `${name} was added.`);
  }

  return (
    <Card title="Add a site">
      <form onSubmit={submit}>
        <Field label="Name">
          {(attributes) => (
            <input
              {...attributes}
              class="form-control"
              name="name"
              required
              maxLength={120}
              autocomplete="off"
            />
          )}
        </Field>
        <Field label="Address">
          {(attributes) => (
            <input {...attributes} class="form-control" name="address" maxLength={200} autocomplete="off" />
          )}
        </Field>
        <Field label="Town">
          {(attributes) => (
            <input {...attributes} class="form-control" name="town" maxLength={80} autocomplete="off" />
          )}
        </Field>
        <button type="submit" class="btn btn-primary" disabled={busy}>
          Add
        </button>
      </form>
    </Card>
  );
}
