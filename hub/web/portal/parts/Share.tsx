import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PortalCard } from '../../../../protocol/calls/portal.ts';
import type { CallShare } from '../../../../protocol/calls/share.ts';
import type { Word } from '../words.ts';
import { Appointment } from './Appointment.tsx';
import { useShown } from './context.ts';
import { Form } from './Form.tsx';
import { directionOf } from './Office.tsx';

/** What the operator shows beside the face. */
export function Share({ share, call }: { share: CallShare; call: string }) {
  switch (share.kind) {
    case 'none':
      return null;
    case 'card':
      return <Card key={share.card} id={share.card} />;
    case 'document':
      return <Document share={share} call={call} />;
    case 'form':
      return (
        <Sheet name={share.title}>
          <Form key={share.form} form={share} />
        </Sheet>
      );
    case 'appointment':
      return (
        <Sheet name={share.title}>
          <Appointment appointment={share} />
        </Sheet>
      );
  }
}

/** A frame around what is shown, that the keyboard can scroll. */
function Sheet({ name, children }: { name: string; children: ComponentChildren }) {
  const { words } = useShown();
  return (
    <section class="share" aria-label={words('shared')}>
      <p class="share-name">{words('shared')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section class="sheet" tabIndex={0} aria-label={name}>
        {children}
      </section>
    </section>
  );
}

type Shown = Extract<CallShare, { kind: 'document' }>;

/**
 * A page as a picture. It is drawn on a canvas, so that the page around us need not allow pictures of another host.
 */
function Document({ share, call }: { share: Shown; call: string }) {
  const { portal, words } = useShown();
  const { sha256, title, page, pages, pointer } = share;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'coming' | 'here' | 'failed'>('coming');
  useEffect(() => {
    let gone = false;
    setState('coming');
    void drawn(sha256).then((well) => {
      if (!gone) setState(well ? 'here' : 'failed');
    });
    return () => {
      gone = true;
    };

    async function drawn(wanted: string): Promise<boolean> {
      const answer = await portal.hub.picture(call, wanted, portal.visit());
      const picture = answer.ok ? await createImageBitmap(answer.value).catch(() => undefined) : undefined;
      const { current } = canvas;
      if (!picture || !current || gone) return picture !== undefined;
      current.width = picture.width;
      current.height = picture.height;
      current.getContext('2d')?.drawImage(picture, 0, 0);
      picture.close();
      return true;
    }
  }, [sha256]);
  const name = words('document', { title, page, pages });
  return (
    <section class="share" aria-label={words('shared')}>
      <p class="share-name">{name}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section class="sheet" tabIndex={0} aria-label={name}>
        <div class="paper">
          <canvas ref={canvas} role="img" aria-label={name} hidden={state === 'failed'} />
          {pointer && state === 'here' && <Pointer x={pointer.x} y={pointer.y} />}
        </div>
        {state !== 'here' && (
          <p class="quiet" role="status">
            {words(state === 'failed' ? 'documentFailed' : 'documentComes')}
          </p>
        )}
      </section>
    </section>
  );
}

/** Where the operator points. Its place is set on the element, which no policy of the host forbids. */
function Pointer({ x, y }: { x: number; y: number }) {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const style = mark.current?.style;
    style?.setProperty('left', `${x * 100}%`);
    style?.setProperty('top', `${y * 100}%`);
  }, [x, y]);
  return <span class="pointer" ref={mark} aria-hidden="true" />;
}

const facts = ['outcome', 'times', 'costs'] as const satisfies readonly (Word & keyof PortalCard)[];

/** A card of the institution, in plain texts. */
function Card({ id }: { id: string }) {
  const { state, portal, words } = useShown();
  const [card, setCard] = useState<PortalCard | null>(null);
  const language = state.call?.wish?.language ?? words.language;
  useEffect(() => {
    let gone = false;
    void portal.hub.card(id, language).then((answer) => {
      if (!gone && answer.ok) setCard(answer.value);
    });
    return () => {
      gone = true;
    };
  }, [id, language]);
  return (
    <Sheet name={card?.title ?? words('documentComes')}>
      {card ? (
        <div class="card" lang={card.language} dir={directionOf(card.language)}>
          <h3>{card.title}</h3>
          <p>{card.summary}</p>
          {card.needed.length > 0 && (
            <>
              <h4>{words('needed')}</h4>
              <ul>
                {card.needed.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            </>
          )}
          {facts.map((fact) =>
            card[fact] === null ? null : (
              <div key={fact}>
                <h4>{words(fact)}</h4>
                <p>{card[fact]}</p>
              </div>
            ),
          )}
          {card.link !== null && (
            <p>
              <a href={card.link} target="_blank" rel="noopener noreferrer">
                {words('cardWhole')}
              </a>
            </p>
          )}
        </div>
      ) : (
        <p class="quiet">{words('documentComes')}</p>
      )}
    </Sheet>
  );
}
