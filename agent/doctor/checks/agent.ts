import { faultCatalogue, type Severity } from '../../../protocol/index.ts';
import type { Check, CheckContext } from '../check.ts';
import { runChild } from '../child.ts';

/** `engines` of package.json. */
const wantedNode = [22, 20] as const;

export const agent: Check = {
  seconds: 10,
  async run(context) {
    const { running, version, away, configuration } = context.parts;
    const node = process.versions.node;
    const [major = 0, minor = 0] = node.split('.').map(Number);
    if (major < wantedNode[0] || (major === wantedNode[0] && minor < wantedNode[1])) {
      context.find('agent.node_too_old', { node, wanted: wantedNode.join('.') });
    }
    if (!running) {
      if (away === 'deaf') context.find('agent.not_answering', {});
      else context.find('agent.not_running', { version });
      if (!configuration.ok)
        context.find('agent.configuration_wrong', { reason: configuration.error.message });
    } else {
      const megabytes = process.memoryUsage.rss() / 1e6;
      context.find('agent.running', { version, node, hours: process.uptime() / 3600, megabytes });
      if (!running.cleanStop) context.find('agent.unclean_stop', {});
      tellFaults(context, running.faults());
    }
    await restarts(context);
  },
};

/** What a totem cannot live with for long. */
const grave: ReadonlySet<Severity> = new Set(['error', 'critical']);

function tellFaults(
  context: CheckContext,
  faults: ReturnType<NonNullable<CheckContext['parts']['running']>['faults']>,
): void {
  for (const { code, part, message } of faults) {
    const { severity, cure } = faultCatalogue[code];
    const minor = !grave.has(severity);
    const where = part === '' ? '' : ` (${part})`;
    context.find(minor ? 'agent.fault_minor' : 'agent.fault_major', {
      code,
      part: where,
      message,
      advice: cure,
    });
  }
  if (faults.length === 0) context.find('agent.no_faults', {});
}

/** How often systemd had to start it again since it was last started by hand or at boot. */
async function restarts(context: CheckContext): Promise<void> {
  const words = ['show', '--property=NRestarts', '--value', 'totem-agent.service'];
  const asked = await runChild('systemctl', words, { signal: context.signal, limit: 4000 });
  const count = asked.ok && asked.value.code === 0 ? Number(asked.value.out.toString().trim()) : 0;
  if (count > 0) context.find('agent.restarted', { restarts: count });
}
