// What ProxySQL's own monitor does to the hostgroups while servers change and die, mistakes included, on real MySQL servers.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import { type MysqlCluster, startMysqlCluster } from '../lab/mysql-cluster.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { labKinds, type ProxySQL, startProxySQL } from '../lab/proxysql.ts';
import { waitUntil } from '../lab/wait.ts';

let mysql: MysqlCluster<'a' | 'b'>;
let a: MysqlServer;
let b: MysqlServer;

beforeAll(async () => {
  mysql = await startMysqlCluster({ a: {}, b: {} });
  a = mysql.server('a');
  b = mysql.server('b');
}, 120_000);

afterAll(() => mysql?.destroy());

const fast = {
  'mysql-monitor_read_only_interval': '200',
  'mysql-monitor_ping_interval': '300',
  'mysql-monitor_connect_interval': '1000',
};

describe.each(await labKinds())('the monitor of the %s', (kind) => {
  let proxysql: ProxySQL;

  /** `10 a ONLINE` and so on, in the order of runtime_mysql_servers. */
  const runtime = async (): Promise<string[]> => {
    const rows = await proxysql.rows('SELECT hostgroup_id, hostname, status FROM runtime_mysql_servers');
    const named = rows.map(
      ({ hostgroup_id, hostname, status }) => `${hostgroup_id} ${hostname === a.address ? 'a' : 'b'} ${status}`,
    );
    return named.sort();
  };

  const becomes = (expected: string[], timeoutMs = 5000) =>
    waitUntil(
      `runtime_mysql_servers is ${expected.join(', ')}`,
      async () => {
        const now = await runtime();
        if (now.join() !== expected.join()) throw new Error(`it is ${now.join(', ')}`);
        return true;
      },
      timeoutMs,
    );

  /** Stays as it is through several checks. */
  const stays = async (expected: string[], ms = 1500) => {
    const end = Date.now() + ms;
    while (Date.now() < end) {
      expect(await runtime()).toEqual(expected);
      await sleep(100);
    }
  };

  /** Loads rows such as `10 a` or `20 b OFFLINE_SOFT`. */
  const servers = async (...rows: string[]) => {
    const values = rows.map((row) => {
      const [hostgroup, name, status = 'ONLINE'] = row.split(' ');
      const server = name === 'a' ? a : b;
      return `(${hostgroup},'${server.address}',${server.port},'${status}')`;
    });
    await proxysql.exec(
      'DELETE FROM mysql_servers',
      `INSERT INTO mysql_servers(hostgroup_id,hostname,port,status) VALUES ${values.join(',')}`,
      'LOAD MYSQL SERVERS TO RUNTIME',
    );
  };

  const variables = (values: Record<string, string>) =>
    proxysql.exec(
      ...Object.entries(values).map(([name, value]) => `SET ${name}='${value}'`),
      'LOAD MYSQL VARIABLES TO RUNTIME',
    );

  beforeAll(async () => {
    proxysql = await startProxySQL({
      kind,
      monitor: { user: 'monitor', password: labPasswords.monitor },
      variables: fast,
    });
    await proxysql.exec(
      'INSERT INTO mysql_replication_hostgroups(writer_hostgroup,reader_hostgroup) VALUES (10,20)',
      'LOAD MYSQL SERVERS TO RUNTIME',
    );
  }, 60_000);

  afterAll(() => proxysql?.destroy());

  beforeEach(async () => {
    await proxysql.exec('DELETE FROM mysql_servers', 'LOAD MYSQL SERVERS TO RUNTIME');
    for (const server of [a, b]) {
      if (server.state() === 'frozen') await server.thaw();
      if (server.state() === 'dead') await server.start();
    }
    await a.exec('SET GLOBAL read_only=OFF');
    await b.exec('SET GLOBAL read_only=ON');
    // Until both have answered a ping their read_only is not asked for.
    await servers('99 a', '99 b');
    await waitUntil('both answer pings', async () => {
      const rows = await proxysql.rows(
        `SELECT hostname FROM (SELECT hostname, ping_error, MAX(time_start_us) FROM monitor.mysql_server_ping_log GROUP BY hostname) WHERE ping_error IS NULL AND hostname IN ('${a.address}','${b.address}')`,
      );
      return rows.length === 2;
    });
  }, 30_000);

  test('copies a writable reader to the writer hostgroup and leaves it a reader', async () => {
    await servers('20 a', '20 b');
    await becomes(['10 a ONLINE', '20 a ONLINE', '20 b ONLINE']);
    const main = await proxysql.rows('SELECT hostgroup_id FROM mysql_servers');
    expect(main.map((row) => row.hostgroup_id)).toEqual(['20', '20']);
  });

  test('takes a writable reader out of the readers without writer_is_also_reader', async () => {
    await variables({ 'mysql-monitor_writer_is_also_reader': 'false' });
    try {
      await servers('20 a', '20 b');
      await becomes(['10 a ONLINE', '20 b ONLINE']);
    } finally {
      await variables({ 'mysql-monitor_writer_is_also_reader': 'true' });
    }
  });

  test('moves a writer that is read_only to the reader hostgroup', async () => {
    await servers('10 a', '10 b');
    await becomes(['10 a ONLINE', '20 b ONLINE']);
  });

  test('makes every writable server a writer, however many there are', async () => {
    await b.exec('SET GLOBAL read_only=OFF');
    await servers('20 a', '20 b');
    await becomes(['10 a ONLINE', '10 b ONLINE', '20 a ONLINE', '20 b ONLINE']);
  });

  test('adds no reader row to a writer that has none', async () => {
    await servers('10 a', '20 b');
    await stays(['10 a ONLINE', '20 b ONLINE']);
  });

  test('neither checks nor moves a server that is OFFLINE_SOFT in its only row', async () => {
    await servers('20 a OFFLINE_SOFT', '20 b');
    await stays(['20 a OFFLINE_SOFT', '20 b ONLINE']);
  });

  test('changes nothing for OFFLINE_SOFT in the writer hostgroup beside ONLINE in the reader hostgroup', async () => {
    await servers('10 a OFFLINE_SOFT', '20 a', '20 b');
    await stays(['10 a OFFLINE_SOFT', '20 a ONLINE', '20 b ONLINE']);
  });

  test('puts a writer back that was set OFFLINE_HARD beside its ONLINE reader row', async () => {
    await servers('10 a OFFLINE_HARD', '20 a', '20 b');
    await becomes(['10 a ONLINE', '20 a ONLINE', '20 b ONLINE']);
  });

  test('forgets a server that is OFFLINE_HARD in all its rows', async () => {
    await servers('10 a OFFLINE_HARD', '20 b');
    await stays(['20 b ONLINE']);
  });

  test('never moves a server of a hostgroup outside the pair, but pings it', async () => {
    await servers('99 a', '20 b');
    const before = Date.now() * 1000;
    await stays(['20 b ONLINE', '99 a ONLINE']);
    const pings = await proxysql.rows(
      `SELECT ping_error FROM monitor.mysql_server_ping_log WHERE hostname='${a.address}' AND time_start_us>${before}`,
    );
    expect(pings.length).toBeGreaterThan(1);
    const checks = await proxysql.rows(
      `SELECT error FROM monitor.mysql_server_read_only_log WHERE hostname='${a.address}' AND time_start_us>${before}`,
    );
    expect(checks).toEqual([]);
  });

  test('LOAD undoes its moves, which it then makes again', async () => {
    await servers('10 b', '20 a');
    await becomes(['10 a ONLINE', '20 a ONLINE', '20 b ONLINE']);
    await variables({ 'mysql-monitor_read_only_interval': '3000' });
    try {
      await sleep(600);
      await proxysql.exec('LOAD MYSQL SERVERS TO RUNTIME');
      expect(await runtime()).toEqual(['10 b ONLINE', '20 a ONLINE']);
    } finally {
      await variables({ 'mysql-monitor_read_only_interval': '200' });
    }
    await becomes(['10 a ONLINE', '20 a ONLINE', '20 b ONLINE']);
  });

  test('changes the checksum of mysql_servers but no version when it moves servers', async () => {
    const checksums = async () =>
      Object.fromEntries(
        (await proxysql.rows('SELECT name, version, checksum FROM runtime_checksums_values')).map((row) => [
          row.name,
          row,
        ]),
      );
    await servers('10 a', '20 b');
    await sleep(600);
    const before = await checksums();
    await b.exec('SET GLOBAL read_only=OFF');
    await becomes(['10 a ONLINE', '10 b ONLINE', '20 b ONLINE']);
    const after = await checksums();
    expect(after.mysql_servers?.version).toBe(before.mysql_servers?.version);
    expect(after.mysql_servers?.checksum).not.toBe(before.mysql_servers?.checksum);
    expect(after.mysql_servers_v2).toEqual(before.mysql_servers_v2);
  });

  test('moves a dead writer to the readers as ONLINE after some seconds, and back beside the new one when it returns', async () => {
    await variables({ 'mysql-monitor_read_only_interval': '1000', 'mysql-monitor_ping_interval': '8000' });
    try {
      await servers('10 a', '20 b');
      await sleep(1500);
      await a.kill();
      const killedAt = Date.now();
      await becomes(['20 a ONLINE', '20 b ONLINE'], 8000);
      console.log(`${kind}: dead writer became a reader after ${Date.now() - killedAt} ms`);
      expect(Date.now() - killedAt).toBeGreaterThan(1500);
      expect(Date.now() - killedAt).toBeLessThan(7000);
      const [last] = await proxysql.rows(
        `SELECT error, read_only, success_time_us FROM monitor.mysql_server_read_only_log WHERE hostname='${a.address}' ORDER BY time_start_us DESC LIMIT 1`,
      );
      expect(last).toMatchObject({ read_only: null, success_time_us: '0' });
      expect(last?.error).toMatch(/^timeout on creating new connection: Can't connect to server on '.*' \(115\)$/);
      expect(proxysql.readLog()).toContain(
        `Server ${a.address}:${a.port} missed 3 read_only checks. Assuming read_only=1`,
      );

      await b.exec('SET GLOBAL read_only=OFF');
      await becomes(['10 b ONLINE', '20 a ONLINE', '20 b ONLINE']);
      await a.start();
      await a.exec('SET GLOBAL read_only=OFF');
      await becomes(['10 a ONLINE', '10 b ONLINE', '20 a ONLINE', '20 b ONLINE'], 12_000);
    } finally {
      await variables(fast);
    }
  }, 40_000);

  test('shuns a server that misses its pings where it is, outside replication hostgroups', async () => {
    await servers('99 a', '20 b');
    await a.kill();
    await becomes(['20 b ONLINE', '99 a SHUNNED']);
    const errors = await proxysql.rows(
      `SELECT ping_error FROM monitor.mysql_server_ping_log WHERE hostname='${a.address}' ORDER BY time_start_us DESC LIMIT 2`,
    );
    expect(errors.map((row) => row.ping_error)).toEqual([
      `Can't connect to server on '${a.address}' (115)`,
      `Can't connect to server on '${a.address}' (115)`,
    ]);
    await proxysql.exec('LOAD MYSQL SERVERS TO RUNTIME');
    expect(await runtime()).toEqual(['20 b ONLINE', '99 a ONLINE']);
  }, 20_000);

  test('takes a frozen writer for read_only after three checks without an answer', async () => {
    await variables({ 'mysql-monitor_ping_interval': '60000' });
    try {
      await servers('10 a', '20 b');
      await sleep(1000);
      await a.freeze();
      await becomes(['20 a ONLINE', '20 b ONLINE'], 8000);
      const [last] = await proxysql.rows(
        `SELECT error FROM monitor.mysql_server_read_only_log WHERE hostname='${a.address}' ORDER BY time_start_us DESC LIMIT 1`,
      );
      expect(last?.error).toMatch(/^timeout (check|on creating new connection: )/);
    } finally {
      await variables(fast);
    }
  }, 20_000);

  test('logs its connections', async () => {
    await servers('99 a', '20 b');
    // The newest may be of the moment before, when the server was frozen.
    const row = await waitUntil('a row of a connection that was made', async () => {
      const rows = await proxysql.rows(
        `SELECT * FROM monitor.mysql_server_connect_log WHERE hostname='${a.address}' ORDER BY time_start_us DESC LIMIT 1`,
      );
      return rows[0]?.connect_error === null ? rows[0] : undefined;
    });
    expect(row).toMatchObject({ port: String(a.port) });
    expect(Number(row.connect_success_time_us)).toBeGreaterThan(0);
  });
});
