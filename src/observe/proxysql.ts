/** What ProxySQL's admin interface says: rows in memory and at runtime, replication hostgroups, what earlier runs remembered. */
import type { Cluster } from '../config/cluster.ts';
import { type Row, type Session, Unanswered } from '../mysql/session.ts';
import {
  type AdminRow,
  parseServerRow,
  ROW_COLUMNS,
  SELECT_DISK_SERVERS,
  SELECT_MEMORY_SERVERS,
  SELECT_RUNTIME_SERVERS,
  type ServerRow,
} from '../proxysql/server-rows.ts';
import { LAST_SEEN_COLUMNS, SELECT_LAST_SEEN } from './last-seen.ts';
import { SELECT_MEMORIES } from './memory.ts';
import type { ReplicationHostgroups } from './observation.ts';

export interface ProxysqlFacts {
  readonly memoryRows: readonly ServerRow[];
  /** Without OFFLINE_HARD, which ProxySQL keeps only until the last connection is gone. */
  readonly runtimeRows: readonly ServerRow[];
  readonly diskRows: readonly ServerRow[];
  readonly replicationHostgroups: readonly ReplicationHostgroups[];
  /** ProxySQL Cluster: `proxysql_servers` is not empty. */
  readonly hasPeers: boolean;
  /** By cluster, unread: what one cluster's row says must not trouble another. */
  readonly memories: ReadonlyMap<string, Row>;
  readonly lastSeen: ReadonlyMap<string, Row>;
}

/** What a MySQL server says of an unqualified table of ProxySQL's. */
const ER_NO_DB = 1046;
const ER_NO_SUCH_TABLE = 1146;

const SELECT_REPLICATION_HOSTGROUPS =
  'SELECT writer_hostgroup, reader_hostgroup, comment FROM mysql_replication_hostgroups ORDER BY writer_hostgroup';

/** What a SELECT returns as one text: a look asks once, and sees all tables as they are at one moment. */
function asJson(select: string, columns: readonly string[]): string {
  const pairs = columns.map((column) => `'${column}', ${column}`);
  return `(SELECT json_group_array(json_object(${pairs.join(', ')})) FROM (${select}) AS t)`;
}

const SELECT_TABLES =
  `SELECT ${asJson(SELECT_MEMORY_SERVERS, ROW_COLUMNS)} AS memory, ` +
  `${asJson(SELECT_RUNTIME_SERVERS, ROW_COLUMNS)} AS runtime, ` +
  `${asJson(SELECT_DISK_SERVERS, ROW_COLUMNS)} AS disk, ` +
  `${asJson(SELECT_REPLICATION_HOSTGROUPS, ['writer_hostgroup', 'reader_hostgroup', 'comment'])} AS replication_hostgroups, ` +
  '(SELECT COUNT(*) FROM proxysql_servers) AS peers';
const SELECT_TABLES_AND_MEMORIES = `${SELECT_TABLES}, ${asJson(SELECT_MEMORIES, ['cluster', 'unfinished_recovery', 'memory'])} AS memories`;
/** The last one asks for what exists from the start: the other tables are made when there is first something to write. */
const SELECTS: readonly [string, ...string[]] = [
  `${SELECT_TABLES_AND_MEMORIES}, ${asJson(SELECT_LAST_SEEN, LAST_SEEN_COLUMNS)} AS last_seen`,
  SELECT_TABLES_AND_MEMORIES,
  SELECT_TABLES,
];

/** @throws Unanswered where the admin interface does not answer, or is none. */
export function lookAtProxysql(admin: Session, timeoutMs: number): Promise<ProxysqlFacts> {
  return asAdmin(() => readTables(admin, timeoutMs));
}

/** @throws Unanswered as `lookAtProxysql` does. */
export function lookAtReplicationHostgroups(admin: Session, timeoutMs: number): Promise<ReplicationHostgroups[]> {
  return asAdmin(async () => (await admin.query(SELECT_REPLICATION_HOSTGROUPS, timeoutMs)).rows.map(parsePair));
}

async function asAdmin<Facts>(read: () => Promise<Facts>): Promise<Facts> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const isMysql = error.errno === ER_NO_DB || error.errno === ER_NO_SUCH_TABLE;
    const advice = isMysql ? 'is a MySQL server; check proxysql.host and proxysql.port' : 'does not tell its tables';
    throw new Unanswered(error.reason, `ProxySQL's admin interface ${advice} (${error.message})`, error.errno);
  }
}

async function readTables(admin: Session, timeoutMs: number): Promise<ProxysqlFacts> {
  const tables = await selectTables(admin, timeoutMs);
  const memories = rowsIn<Row>(tables.memories);
  return {
    memoryRows: rowsIn(tables.memory).map(parseServerRow),
    runtimeRows: rowsIn(tables.runtime)
      .map(parseServerRow)
      .filter((row) => row.status !== 'OFFLINE_HARD'),
    replicationHostgroups: rowsIn(tables.replication_hostgroups).map(parsePair),
    hasPeers: Number(tables.peers) > 0,
    diskRows: rowsIn(tables.disk).map(parseServerRow),
    memories: new Map(memories.map((row) => [row.cluster ?? '', row])),
    lastSeen: new Map(rowsIn<Row>(tables.last_seen).map((row) => [row.cluster ?? '', row])),
  };
}

function parsePair(row: AdminRow): ReplicationHostgroups {
  return {
    writerHostgroup: Number(row.writer_hostgroup),
    readerHostgroup: Number(row.reader_hostgroup),
    comment: String(row.comment ?? ''),
  };
}

async function selectTables(admin: Session, timeoutMs: number, [select, next, ...rest] = SELECTS): Promise<Row> {
  try {
    return (await admin.query(select, timeoutMs)).rows[0] ?? {};
  } catch (error) {
    const isMissing = error instanceof Unanswered && error.message.includes('no such table');
    if (!isMissing || next === undefined) throw error;
    return selectTables(admin, timeoutMs, [next, ...rest]);
  }
}

function rowsIn<Found extends AdminRow>(json: string | null | undefined): readonly Found[] {
  return json == null ? [] : JSON.parse(json);
}

/** The rows of the cluster's three hostgroups. */
export function rowsOfCluster(rows: readonly ServerRow[], cluster: Cluster): ServerRow[] {
  const hostgroups = [cluster.writerHostgroup, cluster.readerHostgroup, cluster.quarantineHostgroup];
  return rows.filter((row) => hostgroups.includes(row.hostgroup));
}
