import { readFile } from 'node:fs/promises';
import { httpsArtifacts, openPool } from '../../../agent/artifacts/index.ts';

/*
 * Fetches one bundle with the agent's own client, in the machine: BASE SHA256 BYTES [die]. With `die` the process
 * kills itself after half of the bytes, as a power cut would.
 */
const [base = '', sha256 = '', bytes = '0', die] = process.argv.slice(2);
const size = Number(bytes);
const read = (name: string) => readFile(`/data/${name}.pem`, 'utf8');
const tls = { key: await read('key'), cert: await read('cert'), ca: await read('ca') };
const source = httpsArtifacts(base, tls);
const pool = await openPool('/data/pool', source);
console.log(`BENCH resumes at ${await pool.begun({ sha256, size })}`);
let come = 0;
const fetched = await pool.fetch({ sha256, size }, AbortSignal.timeout(3_600_000), (count) => {
  come += count;
  if (die !== undefined && come * 2 > size) process.kill(process.pid, 'SIGKILL');
});
source.close();
if (!fetched.ok) console.log(`BENCH broken ${fetched.error.message}`);
process.exit(fetched.ok ? 0 : 1);
