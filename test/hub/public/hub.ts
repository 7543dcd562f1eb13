import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { HubConfiguration, KeyPair } from '../../../protocol/index.ts';
import { startHub, type TestHub } from '../../harness/hub.ts';
import type { Owner } from '../../harness/owner.ts';
import { makeRelease, newEditor, publish, ringOf, setKeyRing } from '../../harness/release.ts';

/** The sample content, in seven languages. */
export const sample = fileURLToPath(new URL('../../../demo/content', import.meta.url));

export interface PublicHub {
  hub: TestHub;
  editor: KeyPair;
  /** Publishes a directory as a release for groups. */
  publish(folder: string, release: string, groups?: string[]): Promise<void>;
  /** Address of a public page on this machine. */
  at(path: string): string;
}

/** A hub whose pages citizens reach at an address of their own, behind a proxy. */
export async function startPublicHub(
  t: Owner,
  configuration: Partial<Pick<HubConfiguration, 'publicUrl' | 'trustedProxies'>> & {
    textMessages?: object;
  } = {},
): Promise<PublicHub> {
  const yaml = stringify({ publicUrl: 'https://totem.example.org', log: 'debug', ...configuration });
  const hub = await startHub(t, { yaml });
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  return {
    hub,
    editor,
    publish: async (folder, release, groups) =>
      publish(hub, await makeRelease(folder, release, editor), groups),
    at: (path) => `${hub.urls.http}${path}`,
  };
}
