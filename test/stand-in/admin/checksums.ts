import { createHash } from 'node:crypto';

/** A row of runtime_checksums_values; `epochS` is wall-clock time of the last change, in seconds. */
export type Checksum = { name: string; version: number; epochS: number; checksum: string };

export const CHECKSUM_NAMES = [
  'admin_variables',
  'mysql_query_rules',
  'mysql_servers',
  'mysql_users',
  'mysql_variables',
  'proxysql_servers',
  'mysql_servers_v2',
] as const;

export type ChecksumName = (typeof CHECKSUM_NAMES)[number];

/** A checksum of rows in ProxySQL's notation; zero for no rows. The hash itself is not ProxySQL's. */
export function checksumOf(rows: readonly unknown[]): string {
  if (rows.length === 0) return '0x0000000000000000';
  const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return `0x${hash.slice(0, 16).toUpperCase()}`;
}
