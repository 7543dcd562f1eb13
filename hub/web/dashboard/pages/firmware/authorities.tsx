import { useEffect, useState } from 'preact/hooks';
import type { FirmwareAuthority } from '../../../../../protocol/firmware-library.ts';
import { Card } from '../../parts/card.tsx';
import { useDesk } from '../../state/context.ts';
import { day } from '../../text/format.ts';

/** Who may sign firmware. Changed from the command line, where the certificates are. */
export function AuthoritiesCard() {
  const { api } = useDesk();
  const [authorities, setAuthorities] = useState<readonly FirmwareAuthority[] | null>(null);
  useEffect(() => {
    let left = false;
    void api.authorities().then((answer) => {
      if (!left && answer.ok) setAuthorities(answer.value);
    });
    return () => {
      left = true;
    };
  }, [api]);
  return (
    <Card title="Firmware authorities">
      {authorities?.length === 0 ? (
        <p class="panel-text">
          None yet. Trust yours with <code>totem firmware keys trust CA.pem</code>.
        </p>
      ) : null}
      <dl class="rows">
        {authorities?.map((authority) => (
          <div key={authority.fingerprint}>
            <dt>
              {authority.name}
              <br />
              <span class="identity">{authority.fingerprint.slice(0, 16)}</span>
            </dt>
            <dd>
              until {day(authority.expires)}, trusted by {authority.addedBy}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
