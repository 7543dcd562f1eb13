/** Processors that a totem's board may have, as Node names them. */
export const architectures = ['x64', 'arm64'] as const;
export type Architecture = (typeof architectures)[number];

export const debianName: Record<Architecture, string> = { x64: 'amd64', arm64: 'arm64' };

/** Debian's name for the tools and libraries of an architecture. */
export const triplet: Record<Architecture, string> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
};

export function architectureOf(text: string): Architecture | null {
  return architectures.find((name) => name === text || debianName[name] === text) ?? null;
}
