/** MySQL server versions, and which of them this program can work with. */

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** CHANGE REPLICATION SOURCE TO came with 8.0.23 (Reference Manual 8.0, 13.4.2.3); older servers do not know it. */
const OLDEST: Version = { major: 8, minor: 0, patch: 23 };

/** Reads `@@version`, e.g. `8.0.36-28` or `9.7.4`; null where it starts with no version number. */
export function parseVersion(text: string): Version | null {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(text);
  if (!match) return null;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) };
}

/** Negative where `a` is older than `b`, zero where they are the same release, positive where it is newer. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

export function isOlderThanSupported(version: Version): boolean {
  return compareVersions(version, OLDEST) < 0;
}

/**
 * Whether a replica of version `replica` may follow a source of version `source`: the same release series or a newer one
 * (Reference Manual 19.5.2 "Replication Compatibility Between MySQL Versions").
 */
export function canFollow(replica: Version, source: Version): boolean {
  return (replica.major - source.major || replica.minor - source.minor) >= 0;
}
