import type { AgentConfiguration, Result } from '../../protocol/index.ts';
import { createDoctor, createDoctorRoutes, type RunningParts } from '../doctor/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Route } from '../local/index.ts';
import type { RunDoctor } from '../service/index.ts';

export interface ExaminationOptions {
  folder: string;
  version: string;
  configuration: AgentConfiguration;
  identity: Result<Identity | null>;
  /** Asked at the start of each run: parts come and go. */
  running: () => RunningParts;
  now: () => number;
}

/** The doctor of a totem whose agent runs: for the local API, and for the menu on the screen. */
export function openExamination(options: ExaminationOptions): { routes: Route[]; runDoctor: RunDoctor } {
  const { folder, version, configuration, identity, running, now } = options;
  const doctor = createDoctor(() => ({
    folder,
    version,
    configuration: { ok: true, value: configuration },
    identity,
    running: running(),
    away: 'stopped',
    now,
    system: '/',
  }));
  return {
    routes: createDoctorRoutes(doctor),
    async *runDoctor({ only, ask, signal }) {
      // Whoever opened the menu stands at the totem, and the screen is theirs.
      const request = { attended: true, disturb: true, ...(only && { only: [...only] }) };
      const run = doctor.run(request, { ask, signal });
      if (!run.ok) throw new Error(run.error.message);
      yield* run.value;
    },
  };
}
