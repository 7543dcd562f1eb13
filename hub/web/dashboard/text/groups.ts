const groupName = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** Reads groups that were typed with commas or spaces between; `wrong` is the first that is no name of a group. */
export function readGroups(typed: string): { groups: string[]; wrong: string | null } {
  const groups = [
    ...new Set(
      typed
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ];
  return { groups, wrong: groups.find((group) => !groupName.test(group)) ?? null };
}

export function wrongGroup(group: string): string {
  return `“${group}” is no group name. Use lower-case letters, digits and hyphens, such as town-halls.`;
}
