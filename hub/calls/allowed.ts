import type { Skills } from '../../protocol/calls/index.ts';
import { failure, type Result, success } from '../../protocol/index.ts';

/** For which offices an admin lets somebody be at the desk; null for all of them. */
export type AllowedOffices = readonly string[] | null;

export function mayServe(allowed: AllowedOffices, office: string): boolean {
  return allowed === null || allowed.includes(office);
}

/** Skills as far as they are for offices that are allowed; all of those where none of the skills' is. */
export function narrowed(skills: Skills, allowed: AllowedOffices): Skills {
  if (allowed === null) return skills;
  const offices = skills.offices.filter((office) => allowed.includes(office));
  return { ...skills, offices: offices.length > 0 ? offices : [...allowed] };
}

/** Refuses skills for an office that is not allowed. */
export function checkOffices(skills: Skills, allowed: AllowedOffices): Result<null> {
  const foreign = skills.offices.findIndex((office) => !mayServe(allowed, office));
  if (foreign < 0) return success(null);
  const message = `an admin has not allowed you the office ${skills.offices[foreign]}`;
  return failure('forbidden', message, `/skills/offices/${foreign}`);
}
