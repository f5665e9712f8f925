/** The steps a plan takes in ProxySQL's admin interface. */
import type { Cluster } from '../config/cluster.ts';
import type { Endpoint } from '../mysql/session.ts';
import { type ClusterMemory, CREATE_STATE_TABLE, replaceMemory } from '../observe/memory.ts';
import { rewriteStatements } from '../proxysql/rewrite.ts';
import { LOAD_SERVERS_TO_RUNTIME, SAVE_SERVERS_TO_DISK, type ServerRow } from '../proxysql/server-rows.ts';
import type { Step } from './steps.ts';

/** Memory is what a LOAD applies, so it is memory that is rewritten, from what it holds to what should be. */
export function rewriteStep(
  says: string,
  cluster: Cluster,
  memoryRows: readonly ServerRow[],
  rowsAfter: readonly ServerRow[],
  timeoutMs: number,
): Step {
  const writers = rowsAfter
    .filter((row) => row.hostgroup === cluster.writerHostgroup && row.status !== 'OFFLINE_HARD')
    .map((row): Endpoint => ({ host: row.hostname, port: row.port }));
  return {
    says,
    on: { kind: 'proxysql' },
    statements: [...rewriteStatements(memoryRows, rowsAfter), LOAD_SERVERS_TO_RUNTIME],
    timeoutMs,
    verify: { query: selectWriters('runtime_mysql_servers', cluster), expect: { kind: 'servers', servers: writers } },
    undo: [...rewriteStatements(rowsAfter, memoryRows), LOAD_SERVERS_TO_RUNTIME],
    ifItFails: 'stop',
  };
}

function selectWriters(table: string, cluster: Cluster): string {
  return `SELECT hostname, port FROM ${table} WHERE hostgroup_id = ${cluster.writerHostgroup} AND status <> 'OFFLINE_HARD'`;
}

/** ProxySQL starts with what is on disk: a restart must not bring the old primary back. */
export function saveStep(cluster: Cluster, newPrimary: Endpoint, timeoutMs: number): Step {
  return {
    says: 'save the hostgroups to disk',
    on: { kind: 'proxysql' },
    statements: [SAVE_SERVERS_TO_DISK],
    timeoutMs,
    verify: { query: selectWriters('disk.mysql_servers', cluster), expect: { kind: 'servers', servers: [newPrimary] } },
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
