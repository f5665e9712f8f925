// Where every server stands: its hostgroups in ProxySQL, whom it follows, whether it is writable.
import type { MysqlServer } from '../lab/mysql-server.ts';
import { QUARANTINE_HOSTGROUP, READER_HOSTGROUP, type Site, WRITER_HOSTGROUP } from './site.ts';

export type ServerPlace = {
  readonly name: string;
  readonly endpoint: string;
  /** Rows of runtime_mysql_servers. */
  readonly rows: readonly { readonly hostgroup: number; readonly status: string }[];
  readonly answers: boolean;
  readonly readOnly: boolean | null;
  readonly following: Following | null;
};

type Following = {
  /** The name of the server whose server_uuid is the replica's Source_UUID; the bare uuid where none has it. */
  readonly source: string;
  readonly receiver: string;
  readonly applier: string;
  readonly error: string;
};

export async function lookAtTopology({ cluster, proxysql }: Site): Promise<ServerPlace[]> {
  const rows = await proxysql.rows(
    'SELECT hostgroup_id, hostname, port, status FROM runtime_mysql_servers ORDER BY hostgroup_id, hostname, port',
  );
  const uuids = new Map<string, string>();
  await Promise.all(
    cluster.servers.map(async (server) => {
      const uuid = server.state() === 'running' ? await server.value('SELECT @@server_uuid') : undefined;
      if (uuid !== undefined) uuids.set(uuid, server.name);
    }),
  );
  return Promise.all(
    cluster.servers.map(async (server) => ({
      name: server.name,
      endpoint: server.endpoint,
      rows: rows
        .filter((row) => `${row.hostname}:${row.port}` === server.endpoint)
        .map((row) => ({ hostgroup: Number(row.hostgroup_id), status: row.status ?? '' })),
      ...(await lookAtServer(server, uuids)),
    })),
  );
}

async function lookAtServer(
  server: MysqlServer,
  uuids: ReadonlyMap<string, string>,
): Promise<Pick<ServerPlace, 'answers' | 'readOnly' | 'following'>> {
  if (server.state() !== 'running') return { answers: false, readOnly: null, following: null };
  const readOnly = (await server.value('SELECT @@GLOBAL.read_only')) !== '0';
  const [status] = await server.query('SHOW REPLICA STATUS');
  if (status === undefined) return { answers: true, readOnly, following: null };
  const sourceUuid = String(status.Source_UUID);
  const following: Following = {
    source: uuids.get(sourceUuid) ?? (sourceUuid === '' ? 'nobody yet' : sourceUuid),
    receiver: String(status.Replica_IO_Running),
    applier: String(status.Replica_SQL_Running),
    error: [status.Last_IO_Error, status.Last_SQL_Error].filter((text) => text).join('; '),
  };
  return { answers: true, readOnly, following };
}

/** The one server ONLINE in the writer hostgroup; null where there is none, or more than one. */
export async function writerOf({ cluster, proxysql }: Pick<Site, 'cluster' | 'proxysql'>): Promise<MysqlServer | null> {
  const rows = await proxysql.rows(
    `SELECT hostname, port FROM runtime_mysql_servers WHERE hostgroup_id = ${WRITER_HOSTGROUP} AND status = 'ONLINE'`,
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) return null;
  return cluster.servers.find(({ endpoint }) => endpoint === `${row.hostname}:${row.port}`) ?? null;
}

/** True when `place` is connected to `source` and applies what it receives. */
export function follows(place: ServerPlace, source: string): boolean {
  const { following } = place;
  return following?.source === source && following.receiver === 'Yes' && following.applier === 'Yes';
}

export function describePlace(place: ServerPlace): string {
  const roles = new Map([
    [WRITER_HOSTGROUP, 'writer'],
    [READER_HOSTGROUP, 'reader'],
    [QUARANTINE_HOSTGROUP, 'quarantine'],
  ]);
  const rows = place.rows.map(
    ({ hostgroup, status }) => `${roles.get(hostgroup) ?? 'hostgroup'} ${hostgroup} ${status}`,
  );
  const { following } = place;
  const mysql = !place.answers
    ? 'dead'
    : [
        place.readOnly === true ? 'read-only' : 'writable',
        following === null ? 'follows nobody' : describeFollowing(following),
      ].join(', ');
  return `${place.name}  ${place.endpoint.padEnd(20)}  ${(rows.join(' and ') || 'not in ProxySQL').padEnd(22)}  ${mysql}`;
}

function describeFollowing({ source, receiver, applier, error }: Following): string {
  const threads =
    receiver === 'Yes' && applier === 'Yes' ? 'both threads run' : `receiver ${receiver}, applier ${applier}`;
  return `follows ${source} (${threads}${error === '' ? '' : `: ${error}`})`;
}
