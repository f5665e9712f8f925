/** The steps a plan takes in ProxySQL's admin interface. */
import type { Cluster } from '../config/cluster.ts';
import type { Endpoint } from '../mysql/session.ts';
import { type ClusterMemory, CREATE_STATE_TABLE, replaceMemory } from '../observe/memory.ts';
import { rewriteStatements } from '../proxysql/rewrite.ts';
import { LOAD_SERVERS_TO_RUNTIME, SAVE_SERVERS_TO_DISK, type ServerRow } from '../proxysql/server-rows.ts';
import type { Step } from './steps.ts';

/** One slow statement of somebody else (stats_mysql_query_digest) keeps every admin session waiting, and LOAD is carried out in the end. */
const LOAD_TIMEOUT_MS = 10_000;
/** LOAD has taken effect when it answers; the monitor may take a server out for one read_only_interval (1 s) all the same. */
const LOADED_WITHIN_MS = 2000;

/** SAVE answers OK where the disk is full too; what it could write is there when it answers. */
const SAVED_WITHIN_MS = 500;

/**
 * Memory is what a LOAD applies, so it is memory that is rewritten, from what it holds to what should be. `verified`: the hostgroup
 * that is read back; of the others ProxySQL's monitor may have its own opinion.
 */
export function rewriteStep(
  says: string,
  cluster: Cluster,
  memoryRows: readonly ServerRow[],
  rowsAfter: readonly ServerRow[],
  verified: number = cluster.writerHostgroup,
): Step {
  const load = loadStep(says, cluster, rowsAfter, verified);
  return { ...load, statements: [...rewriteStatements(memoryRows, rowsAfter), ...load.statements] };
}

/** Where memory holds these rows already. */
export function loadStep(
  says: string,
  cluster: Cluster,
  rows: readonly ServerRow[],
  verified: number = cluster.writerHostgroup,
): Step {
  return {
    says,
    on: { kind: 'proxysql' },
    statements: [LOAD_SERVERS_TO_RUNTIME],
    timeoutMs: LOAD_TIMEOUT_MS,
    verify: {
      query: selectServers('runtime_mysql_servers', verified),
      expect: { kind: 'servers', servers: serversIn(rows, verified) },
      withinMs: LOADED_WITHIN_MS,
    },
    // Somebody else's LOAD came between, or ProxySQL's monitor acts on what it read before: what is there now decides.
    undo: [],
    ifItFails: 'lookAgain',
  };
}

/**
 * Memory and disk, before LOAD: a ProxySQL that restarts as soon as the new writer serves must start with it. Where the disk has filled up
 * since it was remembered whom to promote, the new writer serves all the same, and the failover is not over before it is saved.
 */
export function prepareStep(
  says: string,
  cluster: Cluster,
  memoryRows: readonly ServerRow[],
  rowsAfter: readonly ServerRow[],
  timeoutMs: number,
): Step {
  return {
    ...saveStep(cluster, writersIn(rowsAfter, cluster), timeoutMs),
    says,
    statements: [...rewriteStatements(memoryRows, rowsAfter), SAVE_SERVERS_TO_DISK],
    ifItFails: 'goOn',
  };
}

export function writersIn(rows: readonly ServerRow[], cluster: Cluster): Endpoint[] {
  return serversIn(rows, cluster.writerHostgroup);
}

export function serversIn(rows: readonly ServerRow[], hostgroup: number): Endpoint[] {
  return rows
    .filter((row) => row.hostgroup === hostgroup && row.status !== 'OFFLINE_HARD')
    .map((row) => ({ host: row.hostname, port: row.port }));
}

function selectServers(table: string, hostgroup: number): string {
  return `SELECT hostname, port FROM ${table} WHERE hostgroup_id = ${hostgroup} AND status <> 'OFFLINE_HARD'`;
}

/** ProxySQL starts with what is on disk: a restart must not bring the old primary back. `hostgroup`: the one that is read back. */
export function saveStep(
  cluster: Cluster,
  servers: readonly Endpoint[],
  timeoutMs: number,
  hostgroup: number = cluster.writerHostgroup,
): Step {
  return {
    says: 'save the hostgroups to disk',
    on: { kind: 'proxysql' },
    statements: [SAVE_SERVERS_TO_DISK],
    timeoutMs,
    verify: {
      query: selectServers('disk.mysql_servers', hostgroup),
      expect: { kind: 'servers', servers },
      withinMs: SAVED_WITHIN_MS,
    },
    undo: [],
    ifItFails: 'stop',
  };
}

/** What the next run must know if this one is killed. `at`: wall clock in ms since 1970. */
export function rememberStep(says: string, memory: ClusterMemory, at: number, timeoutMs: number): Step {
  return {
    says,
    on: { kind: 'memory', memory },
    statements: [CREATE_STATE_TABLE, replaceMemory(memory, at)],
    timeoutMs,
    verify: null,
    undo: [],
    ifItFails: 'stop',
  };
}
