/**
 * Which rows `mysql_servers` should hold, as pure data. A server keeps what is its own (use_ssl, compression, max_latency_ms,
 * gtid_port, comment); weight, max_connections and max_replication_lag belong to the role and stay with the place.
 */
import type { Cluster } from '../config/cluster.ts';
import { servesReads } from '../diagnose/readers.ts';
import { type Endpoint, sameEndpoint } from '../mysql/session.ts';
import type { Observation, ObservedServer } from '../observe/observation.ts';
import { rewriteStatements } from '../proxysql/rewrite.ts';
import { rowKey, type ServerRow, sameRow, serverKey } from '../proxysql/server-rows.ts';
import { type Plan, PROMOTES_NOBODY } from './steps.ts';

/**
 * The rows as they are meant to be now. Where ProxySQL's monitor has moved a server, runtime knows its place and memory does not;
 * where both know the place, memory has the attributes and the status that a person set.
 */
export function effectiveRows(memory: readonly ServerRow[], runtime: readonly ServerRow[]): ServerRow[] {
  const inMemory = new Map(memory.map((row) => [rowKey(row), row]));
  const atRuntime = new Set(runtime.map(serverKey));
  const placed = runtime.map((row) => inMemory.get(rowKey(row)) ?? { ...row, status: statusFromMonitor(row) });
  const places = new Set(placed.map(rowKey));
  // One that is OFFLINE_HARD is at runtime only until its last connection is gone: it was not moved.
  const isLeftOut = (row: ServerRow) =>
    !atRuntime.has(serverKey(row)) || (row.status === 'OFFLINE_HARD' && !places.has(rowKey(row)));
  return [...placed, ...memory.filter(isLeftOut)];
}

/**
 * The rows as a person configured them: where ProxySQL's monitor has moved a server, memory knows the place it is meant to have. Only a
 * server that memory does not know at all keeps the place it has at runtime.
 */
export function configuredRows(memory: readonly ServerRow[], runtime: readonly ServerRow[]): ServerRow[] {
  const inMemory = new Set(memory.map(serverKey));
  return [...memory, ...effectiveRows(memory, runtime).filter((row) => !inMemory.has(serverKey(row)))];
}

/** A run may be killed between the rewrite and its LOAD, and ProxySQL's monitor may have made the same server the writer. */
export function isLoaded({ runtimeRows }: Observation, rows: readonly ServerRow[]): boolean {
  const atRuntime = new Map(runtimeRows.map((row) => [rowKey(row), row]));
  return rows.every((row) => {
    const loaded = atRuntime.get(rowKey(row));
    return loaded !== undefined && sameRow({ ...loaded, status: row.status }, row);
  });
}

/** For a plan that promotes nobody and leaves the rows as they are. */
export function leavingRows({ memoryRows, runtimeRows }: Observation) {
  const rows = effectiveRows(memoryRows, runtimeRows);
  return { ...PROMOTES_NOBODY, rowsBefore: rows, rowsAfter: rows };
}

/**
 * ProxySQL loads the table as a whole: a sentence on what goes with it that is not the plan's, null where nothing does or where the plan
 * changes no row.
 */
export function takenAlong({ deletedElsewhere }: Observation, { rowsBefore, rowsAfter }: Plan): string | null {
  if (deletedElsewhere.length === 0 || rewriteStatements(rowsBefore, rowsAfter).length === 0) return null;
  const rows = deletedElsewhere.map((row) => `${serverKey(row)} in hostgroup ${row.hostgroup}`).join(', ');
  return `LOAD MYSQL SERVERS TO RUNTIME also takes out what somebody has deleted from mysql_servers and not loaded yet: ${rows}`;
}

/** SHUNNED at runtime is the monitor's passing opinion; written into memory it would be a person's lasting order. */
function statusFromMonitor(row: ServerRow): ServerRow['status'] {
  return row.status === 'SHUNNED' ? 'ONLINE' : row.status;
}

/** The old primary leaves the writer and the reader hostgroup for quarantine; nobody takes its place yet. */
export function rowsWithout(
  oldPrimary: readonly Endpoint[],
  rows: readonly ServerRow[],
  cluster: Cluster,
): ServerRow[] {
  const own = rows.filter((row) => isOf(row, oldPrimary));
  const place = own.find((row) => row.hostgroup === cluster.writerHostgroup) ?? own[0];
  const others = rows.filter((row) => !isOf(row, oldPrimary));
  return place === undefined ? others : [...others, { ...place, hostgroup: cluster.quarantineHostgroup }];
}

/** A row that it has there already stays. */
export function movedTo(
  hostgroup: number,
  from: number,
  rows: readonly ServerRow[],
  which: (row: ServerRow) => boolean,
): ServerRow[] {
  const moves = (row: ServerRow) => row.hostgroup === from && which(row);
  const moved = rows.filter(moves).map((row) => ({ ...row, hostgroup }));
  return withoutDoubles([...moved, ...rows.filter((row) => !moves(row))]);
}

export interface Succession {
  readonly oldPrimary: readonly Endpoint[];
  readonly newPrimary: readonly Endpoint[];
  /** The rows before the old primary was taken out: whose weights the roles had. */
  readonly before: readonly ServerRow[];
  /** Servers that serve no reads, as they do not answer; null where ProxySQL's monitor sees to it who is a reader. */
  readonly silent: readonly Endpoint[] | null;
}

/** The rows when the new primary has taken over, and whether it keeps its row as a reader only because reads would find no server otherwise. */
export function handOver(
  observation: Observation,
  { oldPrimary, newPrimary, before }: Omit<Succession, 'silent'>,
  rows: readonly ServerRow[],
): { readonly rowsAfter: ServerRow[]; readonly readsOnPrimary: boolean } {
  const { cluster, servers, replicationHostgroups } = observation;
  const isMonitored = replicationHostgroups.some(({ readerHostgroup }) => readerHostgroup === cluster.readerHostgroup);
  const silent = servers.filter((server) => !server.answers).flatMap(({ endpoints }) => endpoints);
  const succession = { oldPrimary, newPrimary, before, silent: isMonitored ? null : silent };
  const rowsAfter = rowsAfterSuccession(succession, rows, cluster);
  return { rowsAfter, readsOnPrimary: isLastReader(succession, rowsAfter, cluster) };
}

/** Whether it serves reads by the rows that came of it, where the old one did not. */
export function isLastReader(
  { oldPrimary, newPrimary, before }: Succession,
  rowsAfter: readonly ServerRow[],
  { writerHostgroup, readerHostgroup }: Cluster,
): boolean {
  const has = (rows: readonly ServerRow[], who: readonly Endpoint[], hostgroup: number) =>
    rows.some((row) => row.hostgroup === hostgroup && isOf(row, who));
  const oldServedReads = has(before, oldPrimary, writerHostgroup) && has(before, oldPrimary, readerHostgroup);
  return has(rowsAfter, newPrimary, readerHostgroup) && !oldServedReads;
}

/** The new primary in the writer hostgroup, alone; the old one in quarantine with the place of a reader waiting for it. */
export function rowsAfterSuccession(succession: Succession, rows: readonly ServerRow[], cluster: Cluster): ServerRow[] {
  const { writerHostgroup, readerHostgroup, quarantineHostgroup } = cluster;
  const { oldPrimary, newPrimary, before, silent } = succession;
  const find = (from: readonly ServerRow[], who: readonly Endpoint[], hostgroup: number) =>
    from.find((row) => row.hostgroup === hostgroup && isOf(row, who));

  const oldWriter = find(before, oldPrimary, writerHostgroup);
  const oldReader = find(before, oldPrimary, readerHostgroup);
  // One that was set aside has its reader's row in quarantine.
  const asReader = rows.filter((row) => isOf(row, newPrimary)).map((row) => ({ ...row, hostgroup: readerHostgroup }));
  const newReader =
    find(before, newPrimary, readerHostgroup) ??
    find(rows, newPrimary, readerHostgroup) ??
    (isOnlyIn(quarantineHostgroup, rows, newPrimary) ? asReader[0] : undefined);
  const newWriter = find(rows, newPrimary, writerHostgroup) ?? find(before, newPrimary, writerHostgroup);
  const own = newReader ?? newWriter ?? rows.find((row) => isOf(row, newPrimary));
  const others = rows.filter((row) => !isOf(row, newPrimary) && !isOf(row, oldPrimary));
  const result = withoutWriters(others, cluster);
  if (own !== undefined) {
    const role = oldWriter ?? find(rows, oldPrimary, quarantineHostgroup) ?? own;
    result.push({ ...withRole(own, role), hostgroup: writerHostgroup, status: 'ONLINE' });
    if (newReader !== undefined) {
      // A primary that served reads as well is succeeded by one that does.
      if (oldWriter !== undefined && oldReader !== undefined) result.push(withRole(newReader, oldReader));
      else if (silent !== null && !result.some((row) => servesReads(row, cluster) && !isOf(row, silent)))
        result.push(newReader);
    }
  }
  const oldRow = find(rows, oldPrimary, quarantineHostgroup) ?? oldWriter ?? oldReader;
  if (oldRow !== undefined) {
    const readerRole = newReader ?? oldReader ?? oldRow;
    result.push({ ...withRole(oldRow, readerRole), hostgroup: quarantineHostgroup });
  }
  return withoutDoubles(result);
}

/**
 * One server's rows with one in the writer hostgroup: ProxySQL Cluster may have brought the quarantine of another host's failover before
 * anything was written down here.
 */
export function asWriter(own: readonly ServerRow[], { writerHostgroup, quarantineHostgroup }: Cluster): ServerRow[] {
  if (own.some((row) => row.hostgroup === writerHostgroup)) return [...own];
  return own.map((row) => (row.hostgroup === quarantineHostgroup ? { ...row, hostgroup: writerHostgroup } : row));
}

/** Whoever else is in the writer hostgroup is a replica, and becomes a reader; a row it has as a reader already stays. */
export function withoutWriters(rows: readonly ServerRow[], { writerHostgroup, readerHostgroup }: Cluster): ServerRow[] {
  return movedTo(readerHostgroup, writerHostgroup, rows, () => true);
}

function isOnlyIn(hostgroup: number, rows: readonly ServerRow[], who: readonly Endpoint[]): boolean {
  return rows.filter((row) => isOf(row, who)).every((row) => row.hostgroup === hostgroup);
}

function withRole(row: ServerRow, role: ServerRow): ServerRow {
  return {
    ...row,
    weight: role.weight,
    maxConnections: role.maxConnections,
    maxReplicationLag: role.maxReplicationLag,
  };
}

function withoutDoubles(rows: readonly ServerRow[]): ServerRow[] {
  return [...new Map(rows.map((row) => [rowKey(row), row])).values()];
}

/** The name that the rows have for the server, and where they have none its own. */
export function nameIn(rows: readonly ServerRow[], { endpoints }: ObservedServer): Endpoint {
  const row = rows.find((one) => isOf(one, endpoints));
  return row === undefined ? endpoints[0] : { host: row.hostname, port: row.port };
}

export function isOf(row: ServerRow, endpoints: readonly Endpoint[]): boolean {
  return endpoints.some((endpoint) => sameEndpoint(endpoint, { host: row.hostname, port: row.port }));
}
