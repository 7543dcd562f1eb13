import type { PortalOffice } from '../../../../protocol/calls/portal.ts';
import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

export function directionOf(language: string): 'rtl' | 'ltr' {
  return rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** The offices, with who is open now. */
export function Offices({ onCall }: { onCall(office: string): void }) {
  const { state } = useShown();
  return (
    <ul class="offices">
      {[...(state.directory?.offices ?? [])].sort(openFirst).map((office) => (
        <OfficeCard key={office.id} office={office} onCall={onCall} />
      ))}
    </ul>
  );
}

function openFirst(one: PortalOffice, other: PortalOffice): number {
  return Number(other.open) - Number(one.open);
}

function OfficeCard({ office, onCall }: { office: PortalOffice; onCall(office: string): void }) {
  const { words } = useShown();
  const { id, name, summary, language, phone } = office;
  const spoken = { lang: language, dir: directionOf(language) };
  return (
    <li class="office">
      <h3 {...spoken}>{name}</h3>
      <p class="summary" {...spoken}>
        {summary}
      </p>
      <OpeningLine office={office} />
      <div class="office-foot">
        {office.open && (
          <button
            type="button"
            class="main"
            onClick={() => onCall(id)}
            aria-label={words('callOffice', { office: name })}
          >
            <Icon name="camera" /> {words('call')}
          </button>
        )}
        {!office.open && (
          <button
            type="button"
            class="other"
            onClick={() => onCall(id)}
            aria-label={`${words('requestTitle')}: ${name}`}
          >
            {words('requestTitle')}
          </button>
        )}
        {phone !== null && <Phone number={phone} />}
      </div>
    </li>
  );
}

/** Open or closed: the mark's shape says what its colour says. */
export function OpeningLine({ office }: { office: PortalOffice }) {
  const { words } = useShown();
  const { open, attended, opening } = office;
  const hours = opening ?? words(open ? 'openNow' : 'unattended');
  return (
    <p class={open ? 'opening is-open' : 'opening'}>
      <span class="mark" aria-hidden="true" />
      <span>
        {hours}
        {open && opening !== null && <span class="desk">{words(attended ? 'attended' : 'unattended')}</span>}
      </span>
    </p>
  );
}

export function Phone({ number }: { number: string }) {
  const { words } = useShown();
  return (
    <a class="phone" href={`tel:${number.replace(/[^+0-9]/g, '')}`}>
      <Icon name="phone" /> <span class="unseen">{words('phone')}</span> <bdi dir="ltr">{number}</bdi>
    </a>
  );
}
