import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import {
  failure,
  type MaintenanceWindow,
  type Result,
  Rollout,
  type RolloutKind,
  type RolloutRequest,
  rolloutKinds,
  success,
  validatorOf,
} from '../../../protocol/index.ts';
import type { Hub } from '../../client/index.ts';
import {
  type Answer,
  type Context,
  groupsArgument,
  leaf,
  type Run,
  spanArgument,
  totemArgument,
} from '../../command.ts';
import { findFirmware } from '../../firmware/index.ts';
import {
  countsText,
  detailText,
  idsArgument,
  percentArgument,
  phasesArgument,
  shareArgument,
  soakArgument,
  type TypedPhase,
  watchRollout,
  windowArgument,
} from '../../rollouts/index.ts';

interface Options {
  group?: string[];
  totem?: string[];
  site?: number[];
  running?: string;
  phase?: TypedPhase[];
  success: number;
  failures: string;
  soak: number;
  deadline: number;
  attempts: number;
  backoff: number;
  window?: MaintenanceWindow;
  prove: number;
  allowDowngrade?: true;
  supersede?: true;
  compatible?: string;
  watch?: true;
}

const parseRollout = validatorOf(Rollout);
const day = 86_400;

export function addRolloutNew(parent: Command, run: Run): void {
  const command = leaf(parent, 'new', 'Bring a firmware or a release to totems, phase by phase.', [
    [
      'totem rollout new firmware 1.4.0 --group all --phase 1 --phase 10% --phase 100% --window 01:00-05:00',
      'First one totem, then a tenth, then all, at night.',
    ],
    [
      'totem rollout new content 20261123-163012-3f9a1c04b7d2 --group entrance --phase 2 --phase 100% --watch',
      'Shows a release on two totems before the others.',
    ],
    [
      'totem rollout new firmware 1.4.0 --totem lodi-01 --phase 1,soak=1h',
      'One totem, which has to stay well for an hour.',
    ],
  ]);
  command
    .addArgument(new Argument('<kind>', 'what is brought').choices([...rolloutKinds]))
    .argument('<artifact>', 'version of the firmware, or id of the release')
    .option('--group <group>', 'totems of this group; may be given more than once', groupsArgument)
    .option('--totem <totem>', 'this totem; may be given more than once', totemsArgument)
    .option('--site <id>', 'totems at this site; may be given more than once', idsArgument)
    .option('--running <version>', 'of these only totems that run this version or show this release')
    .option(
      '--phase <reach>',
      'how many totems are reached, such as 1, 10% or 10%,success=90,failures=2,soak=1h; once for each phase',
      phasesArgument,
    )
    .addOption(
      option('--success <percent>', 'that have to succeed before the next phase', percentArgument, 95),
    )
    .addOption(option('--failures <share>', 'that may fail or stay silent', shareArgument, '5%'))
    .addOption(option('--soak <span>', 'how long it has to stay so', soakArgument, 600, '10m'))
    .addOption(option('--deadline <span>', 'for each totem to confirm', spanArgument(1, 90 * day), day, '1d'))
    .addOption(option('--attempts <count>', 'in all, for a totem that fails', attemptsArgument, 1))
    .addOption(
      option('--backoff <span>', 'before the second attempt, then doubled', soakArgument, 600, '10m'),
    )
    .option('--window <times>', 'when it may happen, such as 22:00-05:00', windowArgument)
    .addOption(option('--prove <span>', 'how long a totem proves new firmware', soakArgument, 300, '5m'))
    .option('--allow-downgrade', 'also totems that run a newer firmware')
    .option('--supersede', 'take totems over from a rollout that still goes on')
    .option('--compatible <board>', 'which firmware, where there are several of the version')
    .option('--watch', 'show the progress until it ends or pauses')
    .action(run(start));
}

async function start(
  context: Context,
  kind: RolloutKind,
  name: string,
  options: Options,
): Promise<Result<Answer>> {
  if (!options.group && !options.totem && !options.site) {
    return failure('invalid', 'say for which totems: --group, --site or --totem');
  }
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const artifact = await artifactOf(hub.value, kind, name, options.compatible);
  if (!artifact.ok) return artifact;
  const body = requestFor(kind, artifact.value, options);
  const started = await hub.value.call('POST', '/rollouts', body, parseRollout);
  if (!started.ok) return started;
  const { id, title, counts } = started.value;
  const text = `Rollout ${id} of ${kind} ${title} is under way: ${countsText(counts)}.`;
  if (!options.watch) {
    return success({ data: started.value, text: `${text} See it with: totem rollout show ${id} --watch` });
  }
  context.notice(text);
  const watched = await watchRollout(context, hub.value, id);
  if (!watched.ok) return watched;
  const failed = watched.value.rollout.state !== 'finished';
  return success({ data: watched.value, text: detailText(context, watched.value), failed });
}

async function artifactOf(
  hub: Hub,
  kind: RolloutKind,
  name: string,
  compatible: string | undefined,
): Promise<Result<string>> {
  if (kind === 'content') return success(name);
  const firmware = await findFirmware(hub, name, compatible);
  return firmware.ok ? success(firmware.value.sha256) : firmware;
}

function requestFor(kind: RolloutKind, artifact: string, options: Options): RolloutRequest {
  const phases = options.phase ?? [{ reach: '100%' }];
  return {
    kind,
    artifact,
    target: {
      groups: options.group ?? [],
      totems: options.totem ?? [],
      sites: options.site ?? [],
      ...(options.running !== undefined && { running: options.running }),
    },
    plan: {
      phases: phases.map((phase) => ({
        success: options.success,
        failures: options.failures,
        soakSeconds: options.soak,
        ...phase,
      })),
      deadlineSeconds: options.deadline,
      attempts: options.attempts,
      backoffSeconds: Math.min(options.backoff, day),
      window: options.window ?? null,
      allowDowngrade: options.allowDowngrade ?? false,
      proveSeconds: Math.min(options.prove, day),
    },
    supersede: options.supersede ?? false,
  };
}

function option<Value>(
  flags: string,
  description: string,
  read: (text: string) => Value,
  preset: Value,
  shown?: string,
): Option {
  return new Option(flags, description).argParser(read).default(preset, shown ?? String(preset));
}

function attemptsArgument(text: string): number {
  const count = Number(/^\d{1,2}$/.exec(text)?.[0] ?? Number.NaN);
  if (count >= 1 && count <= 10) return count;
  throw new InvalidArgumentError('It is a number from 1 to 10.');
}

function totemsArgument(text: string, former: string[] | undefined): string[] {
  return [...new Set([...(former ?? []), totemArgument(text)])];
}
