/**
 * What one run leaves for the next: a row a cluster in `disk.proxysql_failover_state`, where it survives a restart of
 * ProxySQL and a person can read it with any admin client.
 */
import type { Endpoint, Row } from '../mysql/session.ts';
import { quoteAdmin } from '../proxysql/quote.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';

export interface ClusterMemory {
  readonly cluster: string;
  /** The server last seen healthy as the primary. */
  readonly primary: KnownServer | null;
  /** Every server of the last healthy look, also those that ProxySQL does not know. */
  readonly servers: readonly KnownServer[];
  /** The trouble that was said last, so that a lasting one is not said every second; null while healthy. */
  readonly condition: LastingCondition | null;
  /** A failover that a run began and no run has finished yet. */
  readonly recovery: UnfinishedRecovery | null;
}

export interface KnownServer extends Endpoint {
  readonly serverUuid: string;
}

export interface LastingCondition {
  readonly diagnosis: string;
  /** Wall clock, ms since 1970. */
  readonly since: number;
  readonly lastSaid: number;
}

export interface UnfinishedRecovery {
  /** The row of the history table. */
  readonly id: string;
  /** Wall clock, ms since 1970. */
  readonly startedAt: number;
  readonly diagnosis: string;
  readonly failedPrimary: FailedPrimary;
  /** The cluster's rows before the first change: where the roles' weights come from. */
  readonly rowsBefore: readonly ServerRow[];
  /** The server that was made writable, or is about to be; null before the choice. */
  readonly promoting: KnownServer | null;
}

export interface FailedPrimary {
  readonly serverUuid: string | null;
  /** Every name it goes by; the first is for people. */
  readonly endpoints: readonly [Endpoint, ...Endpoint[]];
}

export function emptyMemory(cluster: string): ClusterMemory {
  return { cluster, primary: null, servers: [], condition: null, recovery: null };
}

export const CREATE_STATE_TABLE =
  'CREATE TABLE IF NOT EXISTS disk.proxysql_failover_state (cluster VARCHAR PRIMARY KEY NOT NULL, updated_at VARCHAR NOT NULL, ' +
  'primary_server VARCHAR, primary_uuid VARCHAR, servers VARCHAR NOT NULL, diagnosis VARCHAR, diagnosis_since VARCHAR, ' +
  'diagnosis_said VARCHAR, recovery VARCHAR)';

export const SELECT_MEMORIES =
  'SELECT cluster, primary_server, primary_uuid, servers, diagnosis, diagnosis_since, diagnosis_said, recovery FROM disk.proxysql_failover_state';

/** One statement, so that a killed run leaves the old row or the new one. `at`: wall clock in ms since 1970. */
export function replaceMemory(memory: ClusterMemory, at: number): string {
  const values = [
    memory.cluster,
    isoTime(at),
    memory.primary === null ? null : JSON.stringify({ host: memory.primary.host, port: memory.primary.port }),
    memory.primary?.serverUuid ?? null,
    JSON.stringify(memory.servers),
    memory.condition?.diagnosis ?? null,
    memory.condition === null ? null : isoTime(memory.condition.since),
    memory.condition === null ? null : isoTime(memory.condition.lastSaid),
    memory.recovery === null ? null : JSON.stringify(memory.recovery),
  ];
  const literals = values.map((value) => (value === null ? 'NULL' : quoteAdmin(value)));
  return (
    'INSERT OR REPLACE INTO disk.proxysql_failover_state (cluster, updated_at, primary_server, primary_uuid, servers, diagnosis, ' +
    `diagnosis_since, diagnosis_said, recovery) VALUES (${literals.join(', ')})`
  );
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** Reads back what `replaceMemory` wrote; a person who edits the table is expected to keep its JSON. */
export function parseMemory(row: Row): ClusterMemory {
  const primary: Endpoint | null = row.primary_server ? JSON.parse(row.primary_server) : null;
  return {
    cluster: row.cluster ?? '',
    primary: primary === null ? null : { ...primary, serverUuid: row.primary_uuid ?? '' },
    servers: JSON.parse(row.servers ?? '[]'),
    condition: row.diagnosis
      ? {
          diagnosis: row.diagnosis,
          since: Date.parse(row.diagnosis_since ?? ''),
          lastSaid: Date.parse(row.diagnosis_said ?? ''),
        }
      : null,
    recovery: row.recovery ? JSON.parse(row.recovery) : null,
  };
}
