import test from 'ava';
import fc from 'fast-check';
import { type Member, plan, type Step } from '../../hub/rollouts/planner.ts';
import { phaseEnds } from '../../hub/rollouts/share.ts';
import type { Standing } from '../../hub/rollouts/standing.ts';
import { rolloutTable, totemTable } from '../../hub/rollouts/table.ts';
import { basePlan, course, member, second, start } from '../harness/rollout.ts';

interface Script {
  /** What each attempt comes to, and after how many seconds; silent for ever where there is none. */
  answers: { says: 'confirmed' | 'failed'; after: number }[];
}

const script = fc.record<Script>({
  answers: fc.array(
    fc.record({ says: fc.constantFrom('confirmed', 'failed', 'failed'), after: fc.nat({ max: 90 }) }),
    { maxLength: 3 },
  ),
});
const phase = fc.record({
  reach: fc.constantFrom('1', '2', '10%', '50%'),
  success: fc.constantFrom(0, 50, 90, 100),
  failures: fc.constantFrom('0', '1', '20%', '100%'),
  soakSeconds: fc.constantFrom(0, 15),
});
const scene = fc.record({
  scripts: fc.array(script, { minLength: 1, maxLength: 12 }),
  phases: fc.array(phase, { maxLength: 3 }),
  last: phase.map((one) => ({ ...one, reach: '100%' })),
  attempts: fc.integer({ min: 1, max: 3 }),
  orders: fc.array(
    fc.record({
      at: fc.nat({ max: 300 }),
      event: fc.constantFrom('pause', 'resume', 'resume', 'abort'),
    }),
    { maxLength: 4 },
  ),
});

test('every totem ends in one outcome, none is asked before its phase, a pause holds, nothing counts twice', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(scene, ({ scripts, phases, last, attempts, orders }) => {
        const members = scripts.map((_one, index) => member(`t${index}`));
        const state = { ...course({ members }), plan: { ...basePlan, phases: [...phases, last], attempts } };
        const ends = phaseEnds(state.plan.phases, members.length);
        const confirmations = new Map<number, number>();
        const told = new Map<number, { attempt: number; at: number }>();

        const standing = (index: number, now: number): Standing => {
          const heard = told.get(index);
          const answer = heard && scripts[index]?.answers[heard.attempt - 1];
          const says = answer && now >= (heard?.at ?? 0) + answer.after * second ? answer.says : 'working';
          return {
            told: heard !== undefined && heard.attempt === members[index]?.attempt,
            says,
            reason: '',
            nextAttempt: (heard?.attempt ?? 0) + 1,
          };
        };
        const carryOut = (step: Step, now: number) => {
          if (step.step === 'change') {
            const next = rolloutTable[state.state][step.event];
            if (!next) throw new Error(`${state.state} ${step.event}`);
            Object.assign(state, {
              state: next,
              since: now,
              phase: state.phase + Number(step.event === 'next'),
            });
            return;
          }
          if (step.step === 'assignGroups') throw new Error('there are no groups');
          const one = members[step.index];
          const event = step.step === 'offer' ? 'offer' : step.event;
          if (!one) throw new Error('nobody');
          if (step.step === 'offer') {
            if (state.state === 'paused' || state.state === 'aborting') throw new Error('asked in a pause');
            if (step.index >= (ends[state.phase] ?? 0)) throw new Error('asked before its phase');
            told.set(step.index, { attempt: step.attempt, at: now });
            if (step.repeated) return;
            one.tries += 1;
            one.attempt = step.attempt;
          }
          const next = totemTable[one.state][event];
          if (!next) throw new Error(`${one.state} ${event}`);
          if (event === 'confirm') confirmations.set(step.index, (confirmations.get(step.index) ?? 0) + 1);
          Object.assign(one, { state: next, since: now });
        };

        for (let tick = 0; tick < 4000; tick += 1) {
          const now = start + tick * 5 * second;
          for (const order of orders.filter(({ at }) => at === tick)) {
            const next = rolloutTable[state.state][order.event];
            if (next) Object.assign(state, { state: next, since: now, forgiven: failuresIn(members) });
          }
          // Somebody looks at a paused rollout in the end.
          if (tick > 300 && state.state === 'paused') {
            Object.assign(state, { state: 'running', since: now, forgiven: failuresIn(members) });
          }
          for (let round = 0; ; round += 1) {
            const now5 = new Map(members.map(({ totem }, index) => [totem, standing(index, now)]));
            const steps = plan(state, now5, now);
            for (const step of steps) carryOut(step, now);
            if (steps.length === 0) break;
            if (round > 50) throw new Error('it does not come to rest');
          }
          const begun = members.filter(({ tries }) => tries > 0).length;
          if (begun > (ends[state.phase] ?? 0)) throw new Error('more than the phase has');
          if (state.state === 'finished' || state.state === 'aborted') {
            const settled = members.every((one) => !['waiting', 'offered', 'retrying'].includes(one.state));
            return settled && [...confirmations.values()].every((count) => count === 1);
          }
        }
        throw new Error(`it never ended: ${state.state}`);
      }),
      { numRuns: 150 },
    ),
  );
});

function failuresIn(members: readonly Member[]): number {
  return members.filter(({ state }) => state === 'failed' || state === 'silent').length;
}
