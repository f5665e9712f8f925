import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import { attachReplica, type MysqlCluster } from '../lab/mysql-cluster.ts';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { logOf } from './log.ts';
import {
  type Place,
  QUARANTINE,
  READER,
  SERVER_TABLES,
  serversIn,
  USE_REPLICATION_HOSTGROUPS,
  WRITER,
} from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { ordersOf, replicaStatus, writeOrders } from './servers.ts';
import { READS } from './watch.ts';

type Name = 'a' | 'b' | 'c';
/** What a repointed replica must keep of its channel. */
const CHANNEL = { SOURCE_SSL: '1', SOURCE_RETRY_COUNT: '77', SOURCE_HEARTBEAT_PERIOD: '5' };
const OTHER_HOSTGROUPS = 7;

let scene: Scene<Name>;

beforeAll(async () => {
  scene = await openScene<Name>(
    { a: {}, b: { source: 'a' }, c: { source: 'a', replication: CHANNEL } },
    {
      proxysql: {
        monitor: { user: 'monitor', password: labPasswords.monitor },
        variables: { 'mysql-monitor_read_only_interval': '200', 'mysql-monitor_ping_interval': '500' },
      },
    },
  );
}, 300_000);
afterAll(() => scene?.destroy());

/** A server's own attributes differ from server to server, those of the roles from role to role. */
function placesOf({ server }: MysqlCluster<Name>): Place[] {
  const writes = { weight: 1000, max_connections: 500, max_replication_lag: 0 };
  const own = [
    { use_ssl: 0, compression: 0, max_latency_ms: 0, comment: "server a, the 'first'" },
    { use_ssl: 1, compression: 1, max_latency_ms: 900, comment: 'server b' },
    { use_ssl: 0, compression: 0, max_latency_ms: 800, comment: 'server c' },
  ] as const;
  return [
    { hostgroup: WRITER, server: server('a'), attributes: { ...writes, ...own[0] } },
    {
      hostgroup: READER,
      server: server('b'),
      attributes: { weight: 10, max_connections: 50, max_replication_lag: 30, ...own[1] },
    },
    {
      hostgroup: READER,
      server: server('c'),
      attributes: { weight: 20, max_connections: 60, max_replication_lag: 40, ...own[2] },
    },
    {
      hostgroup: OTHER_HOSTGROUPS,
      server: { address: '127.0.0.9', port: 4406 },
      attributes: { weight: 5, comment: 'another application', status: 'OFFLINE_SOFT' },
    },
    { hostgroup: OTHER_HOSTGROUPS, server: server('a'), attributes: { weight: 6, comment: 'a for somebody else' } },
  ];
}

const COLUMNS =
  'hostgroup_id, hostname, port, status, weight, compression, max_connections, max_replication_lag, use_ssl, max_latency_ms, comment';

/** Rows of the three hostgroups, as `hostgroup server weight/max_connections/max_replication_lag/use_ssl/compression/max_latency_ms comment`. */
async function rowsIn(table: string): Promise<string[]> {
  const names = new Map(scene.cluster.servers.map((server) => [server.endpoint, server.name]));
  const rows = await scene.proxysql.rows(
    `SELECT ${COLUMNS} FROM ${table} WHERE hostgroup_id <> ${OTHER_HOSTGROUPS} ORDER BY hostgroup_id, comment`,
  );
  return rows.map((row) => {
    const numbers = [
      row.weight,
      row.max_connections,
      row.max_replication_lag,
      row.use_ssl,
      row.compression,
      row.max_latency_ms,
    ];
    return `${row.hostgroup_id} ${names.get(`${row.hostname}:${row.port}`)} ${numbers.join('/')} ${row.comment}`;
  });
}

/** The rows of other hostgroups; at runtime ProxySQL itself shuns a server that is dead. */
async function otherRows(): Promise<string> {
  const all = await scene.tables();
  const servers = SERVER_TABLES.map((table) =>
    all[table]?.filter((row) => row.includes(`"hostgroup_id":"${OTHER_HOSTGROUPS}"`)),
  );
  return JSON.stringify(servers);
}

/** All that a channel is configured with, without its address and its place in the source's log. */
async function channelSettings(): Promise<Record<string, unknown>> {
  const [info = {}] = await scene.cluster.server('c').query('SELECT * FROM mysql.slave_master_info');
  const { Host: _, Port: _port, Master_log_name: _name, Master_log_pos: _position, Uuid: _uuid, ...settings } = info;
  return settings;
}

const SUCCEEDED = [
  '10 b 1000/500/0/1/1/900 server b',
  '20 c 20/60/40/0/0/800 server c',
  "9010 a 10/50/30/0/0/0 server a, the 'first'",
];

describe.each<[string, readonly string[]]>([
  ['without mysql_replication_hostgroups', []],
  ['with mysql_replication_hostgroups and the monitor', USE_REPLICATION_HOSTGROUPS],
])('%s', (_, pairs) => {
  beforeEach(async () => {
    await scene.reset(placesOf(scene.cluster));
    scene.configure(withRules([[scene.cluster.server('b'), 'prefer']]));
    await scene.proxysql.exec(...pairs);
    await writeOrders(scene, 20);
    expect(await scene.run()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('the best replica takes writes, the other follows it, and the hostgroups agree', async () => {
    const { cluster, proxysql } = scene;
    const [b, c] = [cluster.server('b'), cluster.server('c')];
    const [others, settings] = [await otherRows(), await channelSettings()];
    const tls = await replicaStatus(c);
    await scene.killPrimary();

    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0, stderr: '' });
    await expectPrimary(scene, b, [c]);
    expect(await b.query('SHOW REPLICA STATUS')).toEqual([]);
    expect(await ordersOf(b)).toHaveLength(20);
    await b.exec('INSERT INTO shop.orders VALUES (1000)');
    await cluster.caughtUp(10_000, b, [c]);
    expect(await ordersOf(c)).toContain(1000);

    for (const table of SERVER_TABLES) {
      expect(await rowsIn(table), table).toEqual(SUCCEEDED);
    }
    expect(await otherRows()).toBe(others);
    expect(await channelSettings()).toEqual(settings);
    const { Source_SSL_Allowed, Source_Retry_Count, Connect_Retry, Auto_Position, Source_User } = tls;
    expect(await replicaStatus(c)).toMatchObject({
      Source_Host: b.address,
      Source_SSL_Allowed,
      Source_Retry_Count,
      Connect_Retry,
      Auto_Position,
      Source_User,
    });

    const history = await proxysql.rows('SELECT * FROM disk.proxysql_failover_history');
    expect(history).toMatchObject([
      {
        cluster: 'shop',
        outcome: 'recovered',
        diagnosis: 'deadPrimary',
        old_primary: cluster.primary.endpoint,
        new_primary: b.endpoint,
      },
    ]);
    const story = logOf(ended).map(({ msg }) => msg);
    for (const line of (history[0]?.story ?? '').trim().split('\n')) expect(story).toContain(line.slice(13));
    expect(story.at(-1)).toMatch(/^repaired after \d+ ms: promote /);
  });

  test('a second run finds it healthy and changes nothing', async () => {
    await scene.killPrimary();
    expect(await scene.run()).toMatchObject({ status: 0 });
    const watch = await scene.watch();
    expect(await scene.run()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(await watch.changes()).toEqual([]);
  });

  test('the old primary is in quarantine when it comes back, writable as it is, and still when it follows', async () => {
    const { cluster, proxysql } = scene;
    await scene.killPrimary();
    expect(await scene.run()).toMatchObject({ status: 0 });
    await cluster.primary.start();
    expect(await cluster.primary.value('SELECT @@GLOBAL.read_only')).toBe('0');
    const end = Date.now() + 2000;
    while (Date.now() < end) {
      expect(await serversIn(proxysql, 'runtime_mysql_servers', WRITER)).toEqual([cluster.server('b').endpoint]);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    await expectPrimary(scene, cluster.server('b'), [cluster.primary, cluster.server('c')]);
    expect(await serversIn(proxysql, 'runtime_mysql_servers', QUARANTINE)).toEqual([cluster.primary.endpoint]);
    expect(await rowsIn('runtime_mysql_servers')).toEqual(SUCCEEDED);
  });
});

test('with the monitor, after it has already taken the dead writer for a reader', async () => {
  const { cluster, proxysql } = scene;
  await scene.reset(placesOf(cluster));
  scene.configure(withRules([[cluster.server('b'), 'prefer']]));
  await proxysql.exec(...USE_REPLICATION_HOSTGROUPS);
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0 });
  await scene.killPrimary();
  await waitUntil(
    'the monitor takes the dead writer for a reader, or shuns it',
    async () => {
      const writers = await proxysql.rows(
        `SELECT status FROM runtime_mysql_servers WHERE hostgroup_id = ${WRITER} AND status = 'ONLINE'`,
      );
      return writers.length === 0;
    },
    20_000,
  );
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, cluster.server('b'), [cluster.server('c')]);
  for (const table of SERVER_TABLES) {
    expect(await rowsIn(table), table).toEqual(SUCCEEDED);
  }
});

test('a replica of the promoted one is told nothing', async () => {
  const { cluster } = scene;
  const [b, c] = [cluster.server('b'), cluster.server('c')];
  await scene.reset();
  scene.configure(withRules([[b, 'prefer']]));
  await c.exec('STOP REPLICA');
  await attachReplica(c, b);
  await writeOrders(scene, 5);
  const watch = await scene.watch();
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  expect((await watch.sent(c)).filter((statement) => !READS.test(statement))).toEqual([]);
});
