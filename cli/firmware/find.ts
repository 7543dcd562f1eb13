import {
  type Firmware,
  FirmwareList,
  failure,
  type Result,
  success,
  validatorOf,
} from '../../protocol/index.ts';
import type { Hub } from '../client/index.ts';

const parseList = validatorOf(FirmwareList);

export async function firmwareList(hub: Hub): Promise<Result<Firmware[]>> {
  const answer = await hub.call('GET', '/firmware', undefined, parseList);
  return answer.ok ? success(answer.value.firmware) : answer;
}

/** The one firmware that is meant by a version, or by the first 6 or more digits of its SHA-256. */
export async function findFirmware(
  hub: Hub,
  name: string,
  compatible: string | undefined,
): Promise<Result<Firmware>> {
  const list = await firmwareList(hub);
  if (!list.ok) return list;
  const found = list.value.filter(
    (one) =>
      (one.version === name || (name.length >= 6 && one.sha256.startsWith(name))) &&
      (compatible === undefined || one.compatible === compatible),
  );
  const [only, ...others] = found;
  if (!only)
    return failure('not_found', `there is no firmware ${name}; totem firmware ls shows what there is`);
  if (others.length === 0) return success(only);
  const boards = found.map((one) => one.compatible).join(', ');
  return failure('conflict', `${name} is there for ${boards}; say which with --compatible`);
}
