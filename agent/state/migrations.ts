import Type from 'typebox';
import { failure, type Result, success, validatorOf } from '../../protocol/index.ts';
import { AgentState, initialFirmware, stateVersion } from './schema.ts';

const validate = validatorOf(AgentState);
const readVersion = validatorOf(Type.Object({ version: Type.Integer({ minimum: 1 }) }));

/** Each brings the form of its version to the next one; what it makes is checked as a whole at the end. */
const steps: Readonly<Record<number, (former: object) => object>> = {
  1: (former) => ({ ...former, version: 2, firmware: initialFirmware() }),
};

/** A state in the form of today, and the version in which it was found. */
export interface Migrated {
  state: AgentState;
  from: number;
}

export function migrate(value: unknown): Result<Migrated> {
  const versioned = readVersion(value);
  if (!versioned.ok) return versioned;
  const { version: from } = versioned.value;
  if (from > stateVersion) {
    return failure('unsupported', `the state is of version ${from}, newer than ${stateVersion}`, '/version');
  }
  let state: object = versioned.value;
  for (let version = from; version < stateVersion; version += 1) state = steps[version]?.(state) ?? state;
  const checked = validate(state);
  return checked.ok ? success({ state: checked.value, from }) : checked;
}
