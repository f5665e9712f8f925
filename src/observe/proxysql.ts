/** What ProxySQL's admin interface says: rows in memory and at runtime, replication hostgroups, what earlier runs remembered. */
import type { Cluster } from '../config/cluster.ts';
import { type Row, type Session, Unanswered } from '../mysql/session.ts';
import {
  parseServerRow,
  SELECT_DISK_SERVERS,
  SELECT_MEMORY_SERVERS,
  SELECT_RUNTIME_SERVERS,
  type ServerRow,
} from '../proxysql/server-rows.ts';
import { SELECT_MEMORIES } from './memory.ts';
import type { ReplicationHostgroups } from './observation.ts';

export interface ProxysqlFacts {
  readonly memoryRows: readonly ServerRow[];
  /** Without OFFLINE_HARD, which ProxySQL keeps only until the last connection is gone. */
  readonly runtimeRows: readonly ServerRow[];
  /** What is on disk; read only while a failover is unfinished, empty otherwise. */
  readonly diskRows: readonly ServerRow[];
  readonly replicationHostgroups: readonly ReplicationHostgroups[];
  /** By cluster, unread: what one cluster's row says must not trouble another. */
  readonly memories: ReadonlyMap<string, Row>;
}

/** What a MySQL server says of an unqualified table of ProxySQL's. */
const ER_NO_DB = 1046;
const ER_NO_SUCH_TABLE = 1146;

const SELECT_REPLICATION_HOSTGROUPS =
  'SELECT writer_hostgroup, reader_hostgroup, comment FROM mysql_replication_hostgroups ORDER BY writer_hostgroup';

/** @throws Unanswered where the admin interface does not answer, or is none. */
export async function lookAtProxysql(admin: Session, timeoutMs: number): Promise<ProxysqlFacts> {
  try {
    return await readTables(admin, timeoutMs);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const isMysql = error.errno === ER_NO_DB || error.errno === ER_NO_SUCH_TABLE;
    const advice = isMysql ? 'is a MySQL server; check proxysql.host and proxysql.port' : 'does not tell its tables';
    throw new Unanswered(error.reason, `ProxySQL's admin interface ${advice} (${error.message})`, error.errno);
  }
}

async function readTables(admin: Session, timeoutMs: number): Promise<ProxysqlFacts> {
  const memoryRows = (await admin.query(SELECT_MEMORY_SERVERS, timeoutMs)).rows.map(parseServerRow);
  const runtimeRows = (await admin.query(SELECT_RUNTIME_SERVERS, timeoutMs)).rows.map(parseServerRow);
  const memories = await readMemories(admin, timeoutMs);
  const unfinished = [...memories.values()].some((row) => row.unfinished_recovery !== null);
  const hostgroups = (await admin.query(SELECT_REPLICATION_HOSTGROUPS, timeoutMs)).rows;
  return {
    memoryRows,
    runtimeRows: runtimeRows.filter((row) => row.status !== 'OFFLINE_HARD'),
    replicationHostgroups: hostgroups.map((row) => ({
      writerHostgroup: Number(row.writer_hostgroup),
      readerHostgroup: Number(row.reader_hostgroup),
      comment: row.comment ?? '',
    })),
    diskRows: unfinished ? (await admin.query(SELECT_DISK_SERVERS, timeoutMs)).rows.map(parseServerRow) : [],
    memories,
  };
}

async function readMemories(admin: Session, timeoutMs: number): Promise<Map<string, Row>> {
  try {
    const { rows } = await admin.query(SELECT_MEMORIES, timeoutMs);
    return new Map(rows.map((row) => [row.cluster ?? '', row]));
  } catch (error) {
    // The table is made when there is first something to remember.
    if (error instanceof Unanswered && error.message.includes('no such table')) return new Map();
    throw error;
  }
}

/** The rows of the cluster's three hostgroups. */
export function rowsOfCluster(rows: readonly ServerRow[], cluster: Cluster): ServerRow[] {
  const hostgroups = [cluster.writerHostgroup, cluster.readerHostgroup, cluster.quarantineHostgroup];
  return rows.filter((row) => hostgroups.includes(row.hostgroup));
}
