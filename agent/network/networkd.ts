import { readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeDurably } from '../../protocol/durable.ts';
import { failure, type Result, success } from '../../protocol/index.ts';
import type { NetworkSettings } from '../../protocol/network.ts';
import { type NetworkManager, runTool } from './manager.ts';

const fileName = '10-totem.network';

/**
 * systemd-networkd: one file of ours in its folder, then `networkctl reload`, after which it configures anew
 * every interface whose file changed (networkctl(1), since systemd 244).
 *
 * @param folder `/etc/systemd/network`
 */
export function networkdManager(folder: string): NetworkManager {
  const path = join(folder, fileName);

  const put = async (text: string | null): Promise<Result<null>> => {
    try {
      if (text !== null) await writeDurably(path, text);
      else {
        await unlink(path).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error;
        });
        await syncFolder(dirname(path));
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return failure('unavailable', `${path} cannot be written: ${reason}`);
    }
    const reloaded = await runTool('networkctl', ['reload']);
    return reloaded.ok ? success(null) : reloaded;
  };

  return {
    name: 'systemd-networkd',
    forgets: false,
    async remember(interfaceName) {
      const file = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      return success({ interface: interfaceName, file, addresses: [], gateway: null, resolver: null });
    },
    apply: (settings) => put(networkFile(settings)),
    restore: (former) => put(former.file),
  };
}

/** A file as in systemd.network(5). */
export function networkFile(settings: NetworkSettings): string {
  const lines = [
    '# Written by totem-agent; change it with: totem local network set',
    '[Match]',
    `Name=${settings.interface}`,
    '',
    '[Network]',
  ];
  if (settings.mode === 'dhcp') lines.push('DHCP=yes');
  else {
    lines.push('DHCP=no', `Address=${settings.address}`);
    if (settings.gateway !== null) lines.push(`Gateway=${settings.gateway}`);
  }
  for (const server of settings.dns) lines.push(`DNS=${server}`);
  return `${lines.join('\n')}\n`;
}
