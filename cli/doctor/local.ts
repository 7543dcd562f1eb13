import type { LocalAgent } from '../local/index.ts';
import type { Source } from './source.ts';

/** The doctor of the agent that runs on this machine. */
export function localDoctor(agent: LocalAgent): Source {
  return async (request, reader) => {
    let run = '';
    const done = await agent.stream('doctor', request, (event) => {
      if (event.type === 'started') run = event.run;
      reader.onEvent(event);
      if (event.type !== 'question') return;
      const question = event.question.id;
      void reader.answer(event.question).then(async (answer) => {
        // A question that is not asked any more needs no answer: what the agent says to it does not matter.
        if (answer !== undefined) await agent.call('doctor.answer', { run, question, answer });
      });
    });
    return done.ok ? null : done.error;
  };
}
