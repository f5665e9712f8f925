// A tree of real MySQL servers, replicating by GTID, that tests break and put together again.
import { labPasswords } from './lab-accounts.ts';
import type { MysqldOptions } from './mysql-options.ts';
import { type MysqlServer, type Row, startMysqlServer } from './mysql-server.ts';
import { compareVersions } from './mysql-version.ts';
import { describeMysqld } from './mysqld-source.ts';
import type { ServerHost } from './network-namespaces.ts';
import { waitUntil } from './wait.ts';

export type ClusterMember = {
  /** Name of the server it replicates from; without it the server is a primary. */
  readonly source?: string;
  readonly options?: MysqldOptions;
  /** Where it runs; by default on a loopback address of its own. */
  readonly host?: ServerHost;
  /** Added to CHANGE REPLICATION SOURCE TO, as SQL literals: `{ SOURCE_SSL: '1' }`. */
  readonly replication?: Readonly<Record<string, string>>;
};

export type MysqlCluster<Name extends string = string> = {
  /** Which MySQL it runs, for people. */
  readonly description: string;
  readonly servers: readonly MysqlServer[];
  /** The server of that name; throws for a name the tree does not have. */
  server(name: Name): MysqlServer;
  /** The first server without a source when the cluster was made; not necessarily who is primary now. */
  readonly primary: MysqlServer;
  /** All others, in the order of the tree. */
  readonly replicas: readonly MysqlServer[];
  /** Waits until `followers` (all running servers) have executed everything `of` (the primary) has executed now. */
  readonly caughtUp: (timeoutMs?: number, of?: MysqlServer, followers?: readonly MysqlServer[]) => Promise<void>;
  /** Back to the tree it was made as: all alive, first is primary, empty GTID history, only an empty schema shop, global variables as at the start. */
  readonly reset: () => Promise<void>;
  /** Kills every server and removes its files. */
  readonly destroy: () => Promise<void>;
};

type Tree<Name extends string> = readonly Name[] | Readonly<Record<Name, ClusterMember>>;

const defaultReplication: Readonly<Record<string, string>> = {
  SOURCE_USER: "'repl'",
  SOURCE_PASSWORD: `'${labPasswords.repl}'`,
  SOURCE_AUTO_POSITION: '1',
  SOURCE_CONNECT_RETRY: '1',
  GET_SOURCE_PUBLIC_KEY: '1',
};

/** Makes `replica` follow `source` by GTID auto-position as user repl and starts replication; does not wait for it. */
export async function attachReplica(
  replica: MysqlServer,
  source: MysqlServer,
  replication: Readonly<Record<string, string>> = {},
): Promise<void> {
  const place = { SOURCE_HOST: `'${source.address}'`, SOURCE_PORT: String(source.port) };
  const settings = Object.entries({ ...place, ...defaultReplication, ...replication });
  await replica.exec(
    `CHANGE REPLICATION SOURCE TO ${settings.map(([name, value]) => `${name} = ${value}`).join(', ')}`,
    'START REPLICA',
  );
}

/** True when every receiver and applier of `server` runs, and there is at least one of each. */
export async function isReplicating(server: MysqlServer): Promise<boolean> {
  const states = await server.query(
    `SELECT r.SERVICE_STATE AS receiver, a.SERVICE_STATE AS applier
       FROM performance_schema.replication_connection_status r
       JOIN performance_schema.replication_applier_status a USING (CHANNEL_NAME)`,
  );
  return states.length > 0 && states.every((row) => row.receiver === 'ON' && row.applier === 'ON');
}

// Values that differ by themselves or name a place; reset leaves them alone.
const unrestored = /^(gtid_|log_bin_basename|timestamp|innodb_fast_shutdown)/;

async function globalVariables(server: MysqlServer): Promise<Map<string, string>> {
  const rows = await server.query(
    'SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value FROM performance_schema.global_variables',
  );
  return new Map(rows.map((row) => [String(row.name), String(row.value)]));
}

async function restoreGlobalVariables(server: MysqlServer, wanted: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, value] of await globalVariables(server)) {
    const was = wanted.get(name);
    if (was === undefined || was === value || unrestored.test(name)) continue;
    const literal = /^-?\d+(\.\d+)?$/.test(was) ? was : `'${was.replaceAll("'", "''")}'`;
    // A value that cannot be set while the server runs was not changed by a test either.
    await server.query(`SET GLOBAL ${name} = ${literal}`).catch(() => undefined);
  }
}

const systemSchemas = ['mysql', 'sys', 'information_schema', 'performance_schema'];

async function clean(server: MysqlServer, wanted: ReadonlyMap<string, string>): Promise<void> {
  if (server.state() === 'frozen') await server.thaw();
  if (server.hasOverrides()) await server.stop();
  if (server.state() === 'dead') await server.start();
  // What the kept connection holds (locks, a transaction, session variables) goes with it.
  server.forgetConnection();
  const others = await server.query(
    `SELECT PROCESSLIST_ID AS id FROM performance_schema.threads
      WHERE TYPE = 'FOREGROUND' AND PROCESSLIST_ID IS NOT NULL AND PROCESSLIST_ID <> CONNECTION_ID()
        AND PROCESSLIST_USER IS NOT NULL AND PROCESSLIST_USER NOT IN ('event_scheduler', 'system user')`,
  );
  for (const { id } of others) await server.query(`KILL ${Number(id)}`).catch(() => undefined);
  await server.exec(
    'STOP REPLICA',
    'RESET REPLICA ALL',
    'RESET PERSIST',
    'SET GLOBAL super_read_only = OFF',
    'SET GLOBAL read_only = OFF',
    'SET sql_log_bin = 0',
  );
  const schemas = await server.query('SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA');
  for (const { name } of schemas) {
    if (!systemSchemas.includes(String(name))) await server.exec(`DROP SCHEMA \`${String(name)}\``);
  }
  await server.exec(
    'CREATE SCHEMA shop',
    'SET sql_log_bin = 1',
    compareVersions(server.version, '8.2.0') >= 0 ? 'RESET BINARY LOGS AND GTIDS' : 'RESET MASTER',
  );
  await restoreGlobalVariables(server, wanted);
}

function membersOf<Name extends string>(tree: Tree<Name>): [Name, ClusterMember][] {
  if (!Array.isArray(tree)) return Object.entries(tree) as [Name, ClusterMember][];
  const names = tree as readonly Name[];
  return names.map((name, i) => [name, i === 0 || names[0] === undefined ? {} : { source: names[0] }]);
}

/**
 * Starts a tree of servers and their replication; resolves when every replica's receiver and applier run.
 * `tree` is a list of names (the first is the primary, the others follow it) or an object of members. Members with a source are super_read_only.
 */
export async function startMysqlCluster<Name extends string>(
  tree: Tree<Name>,
  options: MysqldOptions = {},
): Promise<MysqlCluster<Name>> {
  const members = membersOf(tree);
  const replicaOptions: MysqldOptions = { 'read-only': 'ON', 'super-read-only': 'ON' };
  const results = await Promise.allSettled(
    members.map(([name, member], i) =>
      startMysqlServer({
        name,
        serverId: i + 1,
        options: { ...(member.source === undefined ? {} : replicaOptions), ...options, ...member.options },
        ...(member.host === undefined ? {} : { host: member.host }),
      }),
    ),
  );
  const servers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const destroy = async () => {
    await Promise.all(servers.map((server) => server.destroy()));
  };
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await destroy();
    throw failed.reason;
  }

  const byName = new Map(servers.map((server) => [server.name, server]));
  const serverNamed = (name: string): MysqlServer => {
    const server = byName.get(name);
    if (server === undefined)
      throw new Error(`no server "${name}" in this cluster, it has ${[...byName.keys()].join(', ')}`);
    return server;
  };
  const primaryName = members.find(([, member]) => member.source === undefined)?.[0];
  if (primaryName === undefined) throw new Error('a cluster needs a member without a source');
  const primary = serverNamed(primaryName);

  const attachAll = async () => {
    await Promise.all(
      members.map(async ([name, { source, replication }]) => {
        if (source === undefined) return;
        const replica = serverNamed(name);
        await attachReplica(replica, serverNamed(source), replication);
        await waitUntil(`${name} replicates from ${source}`, () => isReplicating(replica), 30_000);
      }),
    );
  };

  try {
    await attachAll();
    const variables = new Map(
      await Promise.all(servers.map(async (server) => [server, await globalVariables(server)] as const)),
    );
    return {
      description: await describeMysqld(),
      servers,
      server: serverNamed,
      primary,
      replicas: servers.filter((server) => server !== primary),
      caughtUp: (timeoutMs = 10_000, of = primary, followers = servers.filter((s) => s.state() === 'running')) =>
        waitCaughtUp(of, followers, timeoutMs),
      reset: async () => {
        await Promise.all(servers.map((server) => clean(server, variables.get(server) ?? new Map())));
        await attachAll();
      },
      destroy,
    };
  } catch (error) {
    await destroy();
    throw error;
  }
}

async function waitCaughtUp(of: MysqlServer, followers: readonly MysqlServer[], timeoutMs: number): Promise<void> {
  const executed = (await of.value('SELECT @@GLOBAL.gtid_executed')) ?? '';
  await Promise.all(
    followers.map(async (follower) => {
      const [row]: Row[] = await follower.query(
        'SELECT WAIT_FOR_EXECUTED_GTID_SET(?, ?) AS timed_out',
        [executed, timeoutMs / 1000],
        timeoutMs + 2000,
      );
      if (Number(row?.timed_out) !== 0) {
        throw new Error(`${follower.name} has not executed ${executed} within ${timeoutMs} ms`);
      }
    }),
  );
}
