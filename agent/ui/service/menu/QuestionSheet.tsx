import { useEffect, useRef } from 'preact/hooks';
import { useService } from '../context.ts';
import { useFinding } from './finding.ts';

/** A question of the doctor; over an exercise it leaves most of it in sight. */
export function QuestionSheet({ over = false }: { over?: boolean }) {
  const { desk, view, words } = useService();
  const said = useFinding();
  const title = useRef<HTMLHeadingElement>(null);
  const question = view.doctor?.question;
  useEffect(() => title.current?.focus({ preventScroll: true }), [question?.id]);
  if (!question) return null;
  const { text, language } = said.question(question.code, question.parameters, question.text);
  return (
    <div class={over ? 'sheet sheet-over' : 'sheet scrim'}>
      <div class="sheet-box" role="alertdialog" aria-labelledby="question">
        {view.doctor?.picture && (
          <img class="sheet-picture" src={view.doctor.picture} alt={words('service.doctor.picture')} />
        )}
        <h1 id="question" ref={title} tabIndex={-1} lang={language}>
          {text}
        </h1>
        <div class="sheet-answers">
          {question.options.map((answer) => (
            <button
              key={answer}
              type="button"
              data-key={answer === 'skip' ? 'back' : undefined}
              class={answer === 'yes' ? 'main-button' : 'quiet-button'}
              onClick={() => desk.send({ type: 'service_answer', question: question.id, answer })}
            >
              {words(`service.doctor.${answer}`)}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}
