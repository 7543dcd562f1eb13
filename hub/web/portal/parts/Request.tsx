import { useState } from 'preact/hooks';
import type { AppointmentRequest } from '../../../../protocol/calls/appointment.ts';
import type { PortalOffice } from '../../../../protocol/calls/portal.ts';
import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';

type When = AppointmentRequest['when'];

/** The protocol's own list would bring its schemas along. */
const times: readonly When[] = ['any', 'morning', 'afternoon'];
const names = { any: 'requestAny', morning: 'requestMorning', afternoon: 'requestAfternoon' } as const;

/** Asks a closed office to ring back: the one thing about a visitor that the hub keeps, and only if they say so. */
export function Request({ office }: { office: PortalOffice }) {
  const { state, portal, words } = useShown();
  const [phone, setPhone] = useState('');
  const [when, setWhen] = useState<When>('any');
  const [agreed, setAgreed] = useState(false);
  const consent = words('requestConsent', { office: office.name });
  const { request } = state;
  if (request?.state === 'noted') {
    return (
      <p class="done" role="status">
        <Icon name="check" /> {words('requestNoted', { when: words.moment(request.expires) })}
      </p>
    );
  }
  return (
    <form
      class="request fields"
      onSubmit={(event) => {
        event.preventDefault();
        portal.request({ phone: phone.replace(/[ ./-]/g, ''), when, consent });
      }}
    >
      <h3>{words('requestTitle')}</h3>
      <label class="field">
        <span>{words('requestPhone')}</span>
        <input
          type="tel"
          dir="ltr"
          autoComplete="tel"
          required
          pattern="\+?[0-9](?:[ .\/\-]?[0-9]){4,14}"
          value={phone}
          onInput={({ currentTarget }) => setPhone(currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{words('requestWhen')}</span>
        <select
          value={when}
          onChange={({ currentTarget }) =>
            setWhen(times.find((each) => each === currentTarget.value) ?? 'any')
          }
        >
          {times.map((each) => (
            <option key={each} value={each}>
              {words(names[each])}
            </option>
          ))}
        </select>
      </label>
      <label class="tick">
        <input
          type="checkbox"
          required
          checked={agreed}
          onChange={({ currentTarget }) => setAgreed(currentTarget.checked)}
        />
        <span>{consent}</span>
      </label>
      {request?.state === 'refused' && (
        <p class="note bad" role="alert">
          {words('requestRefused')}
        </p>
      )}
      <button type="submit" class="main" disabled={request?.state === 'sent'}>
        {words('requestSend')}
      </button>
    </form>
  );
}
