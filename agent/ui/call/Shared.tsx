import { cardOf, spoken } from '../content.ts';
import { Borrowed } from '../parts/Borrowed.tsx';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Scroller } from '../parts/Scroller.tsx';
import { Service, ServiceFacts } from '../parts/Service.tsx';
import { Appointment } from './Appointment.tsx';
import { SharedForm } from './SharedForm.tsx';
import type { CallShown, CallView } from './types.ts';
import { useCall } from './use.ts';

type Document = Extract<CallShown, { kind: 'document' }>;

/** What the operator shows beside the face: a page with where they point, or a card of the content. */
export function Shared({ view }: { view: CallView }) {
  const { share } = view;
  if (share.kind === 'document') return <SharedPage page={share} />;
  if (share.kind === 'card') return <SharedCard id={share.card} />;
  if (share.kind === 'form') return <SharedForm form={share} view={view} />;
  if (share.kind === 'appointment') {
    return (
      <div class="shared">
        <Scroller start={0} within>
          <div class="shared-service">
            <Appointment appointment={share} />
          </div>
        </Scroller>
      </div>
    );
  }
  return null;
}

function SharedPage({ page }: { page: Document }) {
  const { words } = useScreen();
  const calling = useCall();
  const { enlarged } = calling.call();
  const { title, page: number, pages, pointer, url } = page;
  return (
    <section class="shared" data-enlarged={enlarged || undefined} aria-labelledby="shared-title">
      <div class="shared-head">
        <h2 id="shared-title">
          <bdi>{title || words('call.document')}</bdi>
        </h2>
        <p class="shared-page" role="status">
          {words('call.page', { page: number, pages })}
        </p>
        <button
          type="button"
          class="shared-larger"
          aria-pressed={enlarged}
          onClick={() => calling.enlarge(!enlarged)}
        >
          <Icon name={enlarged ? 'smaller' : 'larger'} />
          <span>{words('call.enlarge')}</span>
        </button>
      </div>
      <div class="shared-paper">
        {url === null ? (
          <p class="shared-wait">{words('call.documentComes')}</p>
        ) : (
          <div class="shared-sheet">
            <img src={url} alt={words('call.documentOf', { title, page: number })} />
            {pointer && (
              <span
                class="shared-pointer"
                aria-hidden="true"
                style={{
                  transform: 'translate(-50%, -50%)',
                  left: `${pointer.x * 100}%`,
                  top: `${pointer.y * 100}%`,
                }}
              />
            )}
          </div>
        )}
      </div>
    </section>
  );
}

/** A card as it stands in the content, without what leads away from the talk. */
function SharedCard({ id }: { id: string }) {
  const { content, session, dictionary } = useScreen();
  const card = cardOf(content, id);
  const version = card && spoken(card.versions, session.language, content);
  if (!version) return null;
  const { value: service, language, borrowed } = version;
  const written = dictionary.writtenIn(language);
  return (
    <section class="shared shared-card" aria-labelledby="shared-title">
      <Scroller key={id} start={0} within>
        <div class="shared-service">
          <h2 id="shared-title" class="shared-service-title" {...written}>
            {service.title}
          </h2>
          <p class="lead" {...written}>
            {service.summary}
          </p>
          {borrowed && <Borrowed language={language} />}
          <ServiceFacts service={service} language={language} />
          <Service service={service} language={language} />
        </div>
      </Scroller>
    </section>
  );
}
