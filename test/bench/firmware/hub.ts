import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { hashFile, sizeOf } from '../../../agent/artifacts/index.ts';
import { openArtifactStore, startArtifactServer } from '../../../hub/artifacts/index.ts';
import { startIdentity } from '../../../hub/identity/index.ts';
import { createMetrics } from '../../../hub/metrics/index.ts';
import { openStore } from '../../../hub/store/index.ts';
import { decodeToken } from '../../../protocol/index.ts';
import type { Owner } from '../../harness/owner.ts';
import { newRequest } from '../../harness/totem.ts';
import { hostSeenFromMachine } from '../../reboots/machine.ts';

const log = pino({ level: 'silent' });

export interface BenchHub {
  /** Where the machine finds the artifact process. */
  base: string;
  /** The port on this machine that leads to it; what passes is counted. */
  port: number;
  totem: { key: string; cert: string; ca: string };
  keep(file: string): Promise<{ sha256: string; size: number }>;
  /** Bytes of artifacts that the artifact process says it sent; it tells every 2 s. */
  served(): Promise<number>;
  /** Bytes that passed on the connections, both ways, with TLS and without the headers of TCP and IP. */
  passed(): number;
}

/** The hub's artifact process with its authority and one enrolled totem. */
export async function startBenchHub(scope: Owner, folder: string): Promise<BenchHub> {
  await mkdir(folder, { recursive: true });
  const store = await openStore(join(folder, 'hub.db'));
  const hostnames = ['127.0.0.1', hostSeenFromMachine];
  const identity = await startIdentity({
    store,
    folder: join(folder, 'identity'),
    hostnames,
    log,
    now: Date.now,
  });
  scope.teardown(async () => {
    identity.stop();
    await store.close();
  });
  const artifacts = await openArtifactStore({
    folder: join(folder, 'artifacts'),
    reserveBytes: 0,
    maximumBytes: 2 * 1024 ** 3,
  });
  const metrics = createMetrics();
  const tls = identity.serverTls();
  const server = await startArtifactServer({
    host: '127.0.0.1',
    port: 0,
    folder: artifacts.folder,
    tls,
    admitted: [],
    metrics,
    log,
  });
  scope.teardown(() => server.stop());
  const urls = { mqtt: 'mqtts://127.0.0.1:1', gateway: 'https://127.0.0.1:1', artifacts: server.url };
  const token = await identity.newToken({}, urls.gateway);
  const parts = token.ok ? decodeToken(token.value.token) : token;
  if (!parts.ok) throw new Error(parts.error.message);
  const { key, request } = await newRequest();
  const enrolled = await identity.enrol({ secret: parts.value.secret, request }, urls);
  if (!enrolled.ok) throw new Error(enrolled.error.message);
  server.admit(enrolled.value.totem);
  const counter = await countPassing(scope, Number(new URL(server.url).port));
  return {
    base: `https://${hostSeenFromMachine}:${counter.port}`,
    port: counter.port,
    totem: { key, cert: enrolled.value.certificate, ca: enrolled.value.authority },
    keep: async (file) => {
      const sha256 = await hashFile(file);
      const size = (await sizeOf(file)) ?? 0;
      const kept = await artifacts.put(sha256, createReadStream(file), size);
      if (!kept.ok) throw new Error(kept.error.message);
      return { sha256, size };
    },
    served: async () => {
      const { values } = await metrics.artifactBytesServed.get();
      return values.reduce((sum, { value }) => sum + value, 0);
    },
    passed: counter.passed,
  };
}

async function countPassing(scope: Owner, target: number): Promise<{ port: number; passed(): number }> {
  let bytes = 0;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (piece) => {
        bytes += piece.length;
      });
      from.on('error', () => to.destroy());
      from.pipe(to);
      from.on('close', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  scope.teardown(() => server.close());
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, passed: () => bytes };
}
