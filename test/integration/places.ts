/** Where servers stand in ProxySQL: rows of `mysql_servers`. */
import type { MysqlServer } from '../lab/mysql-server.ts';
import type { ProxySQL } from '../lab/proxysql.ts';

export const WRITER = 10;
export const READER = 20;
export const QUARANTINE = 9010;
/** What an operator edits, what ProxySQL uses, and what it comes back with. */
export const SERVER_TABLES = ['mysql_servers', 'runtime_mysql_servers', 'disk.mysql_servers'] as const;

/** A row of `mysql_servers`: where it stands, and what differs from the defaults. */
export interface Place {
  readonly hostgroup: number;
  readonly server: { readonly address: string; readonly port: number };
  readonly attributes?: Readonly<Record<string, string | number>>;
}

export function defaultPlaces(servers: readonly MysqlServer[]): Place[] {
  return servers.map((server, index) => ({ hostgroup: index === 0 ? WRITER : READER, server }));
}

export function insertPlace({ hostgroup, server, attributes = {} }: Place): string {
  const values = { hostgroup_id: hostgroup, hostname: server.address, port: server.port, ...attributes };
  const literals = Object.values(values).map((value) =>
    typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`,
  );
  return `INSERT INTO mysql_servers (${Object.keys(values).join(', ')}) VALUES (${literals.join(', ')})`;
}

/** From then on ProxySQL's monitor sorts the servers of the two hostgroups by read_only. */
export const USE_REPLICATION_HOSTGROUPS = [
  `INSERT INTO mysql_replication_hostgroups (writer_hostgroup, reader_hostgroup, comment) VALUES (${WRITER}, ${READER}, 'shop')`,
  'LOAD MYSQL SERVERS TO RUNTIME',
  'SAVE MYSQL SERVERS TO DISK',
];

/** `address:port` of the rows of a hostgroup. */
export async function serversIn(proxysql: ProxySQL, table: string, hostgroup: number): Promise<string[]> {
  const rows = await proxysql.rows(
    `SELECT hostname, port FROM ${table} WHERE hostgroup_id = ${hostgroup} AND status <> 'OFFLINE_HARD' ORDER BY hostname, port`,
  );
  return rows.map((row) => `${row.hostname}:${row.port}`);
}
