import type { ProfileName } from '../../../protocol/profiles.ts';

/** The names as `protocol/profiles.ts` has them, without its schemas, in the order of the chooser. */
export const profileNames: readonly ProfileName[] = [
  'large',
  'contrast',
  'low',
  'simple',
  'guidance',
  'calm',
];

/** Which profiles are on. All of them can be on together. */
export type Profiles = Readonly<Record<ProfileName, boolean>>;

export function profilesOf(on: readonly ProfileName[]): Profiles {
  return {
    large: on.includes('large'),
    contrast: on.includes('contrast'),
    low: on.includes('low'),
    simple: on.includes('simple'),
    guidance: on.includes('guidance'),
    calm: on.includes('calm'),
  };
}

/** Those that are on. */
export function namesOf(profiles: Profiles): ProfileName[] {
  return profileNames.filter((name) => profiles[name]);
}

export function switched(profiles: Profiles, name: ProfileName, on: boolean): Profiles {
  return profiles[name] === on ? profiles : { ...profiles, [name]: on };
}
