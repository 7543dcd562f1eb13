import { useEffect, useRef } from 'preact/hooks';
import type { Face } from '../../../protocol/usage.ts';
import { Avatar } from '../avatar/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Scroller } from '../parts/Scroller.tsx';
import { FaceDrawing } from './FaceDrawing.tsx';
import { useFeedback } from './use.ts';

/** The best first, as `protocol/usage.ts` has them. */
const faces: readonly Face[] = ['good', 'fair', 'poor'];

/** Time to see that the touch arrived, in ms; longer for whoever is told it. */
const seen = { usual: 2000, guided: 6000 } as const;

/**
 * The moment after "I am done": the session is wiped already, and who wants to says how it was with one of three
 * faces. It goes by itself, and nothing is lost by saying nothing.
 */
export function Thanks() {
  const { session, dispatch, words } = useScreen();
  const feedback = useFeedback();
  const title = useRef<HTMLHeadingElement>(null);
  const face = feedback.face();

  useEffect(() => title.current?.focus({ preventScroll: true }), [face]);
  useEffect(() => {
    if (face === null) return;
    const wait = session.profiles.guidance ? seen.guided : seen.usual;
    const timer = setTimeout(() => dispatch({ type: 'closed' }), wait);
    return () => clearTimeout(timer);
  }, [face]);

  return (
    <div class="stage thanks" role="dialog" aria-modal="true" aria-labelledby="thanks-title">
      <Scroller start={0}>
        <div class="thanks-body">
          <Avatar still />
          <h1 id="thanks-title" tabIndex={-1} ref={title} key={face ?? 'asked'}>
            {words(face === null ? 'feedback.title' : 'feedback.rated')}
          </h1>
          {face === null ? (
            <>
              <p class="thanks-question" id="thanks-question">
                {words('feedback.question')}
              </p>
              <p class="thanks-note">{words('feedback.note')}</p>
              <ul class="faces" aria-labelledby="thanks-question">
                {faces.map((each) => (
                  <li key={each}>
                    <button
                      type="button"
                      class={`face face-${each}`}
                      onClick={() => feedback.rate(each, session)}
                    >
                      <FaceDrawing face={each} />
                      <span>{words(`feedback.faces.${each}`)}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </>
          ) : (
            <p class={`face face-${face} face-chosen`}>
              <FaceDrawing face={face} />
            </p>
          )}
        </div>
      </Scroller>
      <div class="bar">
        <button
          type="button"
          class="bar-button bar-end thanks-close"
          data-key="back home"
          onClick={() => dispatch({ type: 'closed' })}
        >
          <Icon name="done" />
          <span>{words('feedback.close')}</span>
        </button>
      </div>
    </div>
  );
}
