// What an application sees through ProxySQL's client port while servers die and hostgroups change, on real MySQL servers.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import { type MysqlCluster, startMysqlCluster } from '../lab/mysql-cluster.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { labKinds, type ProxySQL, startProxySQL } from '../lab/proxysql.ts';
import { waitUntil } from '../lab/wait.ts';
import { failure } from './failure.ts';

let mysql: MysqlCluster<'a' | 'b'>;
let a: MysqlServer;
let b: MysqlServer;

beforeAll(async () => {
  // Two servers that know nothing of each other: forwarding does not care for replication.
  mysql = await startMysqlCluster({ a: {}, b: {} });
  a = mysql.server('a');
  b = mysql.server('b');
  for (const server of [a, b]) {
    await server.exec(
      `CREATE TABLE shop.me AS SELECT ${server.serverId} AS id`,
      'CREATE TABLE shop.t (id INT PRIMARY KEY, v VARCHAR(20))',
      'CREATE TABLE shop.numbered (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20))',
    );
  }
}, 120_000);

afterAll(() => mysql?.destroy());

describe.each(await labKinds())('the client port of the %s', (kind) => {
  let proxysql: ProxySQL;
  const opened: Connection[] = [];

  const connect = async (): Promise<Connection> => {
    const connection = await proxysql.connect('app', labPasswords.app, 'shop');
    connection.on('error', () => undefined);
    opened.push(connection);
    return connection;
  };

  const rows = async (connection: Connection, sql: string) =>
    (await connection.query<RowDataPacket[]>(sql))[0] as Record<string, unknown>[];

  // Not @@server_id: any @ in a statement ties the session to its backend connection.
  const serverOf = async (connection: Connection) => (await rows(connection, 'SELECT id FROM shop.me'))[0]?.id;

  /** One statement that says which servers hostgroup 10 has, and LOAD. */
  const writers = async (...servers: MysqlServer[]) => {
    const values = servers.map((server) => `(10,'${server.address}',${server.port})`).join(',');
    await proxysql.exec(
      'DELETE FROM mysql_servers',
      ...(values === '' ? [] : [`INSERT INTO mysql_servers(hostgroup_id,hostname,port) VALUES ${values}`]),
      'LOAD MYSQL SERVERS TO RUNTIME',
    );
  };

  const variable = (name: string, value: number) =>
    proxysql.exec(`SET mysql-${name}=${value}`, 'LOAD MYSQL VARIABLES TO RUNTIME');

  beforeAll(async () => {
    proxysql = await startProxySQL({
      kind,
      users: [{ username: 'app', password: labPasswords.app, defaultHostgroup: 10 }],
    });
  }, 60_000);

  afterAll(() => proxysql?.destroy());

  beforeEach(async () => {
    for (const server of [a, b]) {
      if (server.state() === 'frozen') await server.thaw();
      if (server.state() === 'dead') await server.start();
      await server.exec('TRUNCATE shop.t', 'TRUNCATE shop.numbered');
    }
    await writers(a);
  }, 30_000);

  afterEach(() => {
    for (const connection of opened.splice(0)) connection.destroy();
  });

  test('refuses a wrong password in its own words', async () => {
    const { errno, message } = await failure(proxysql.connect('app', 'wrong'));
    expect(errno).toBe(1045);
    expect(message).toMatch(/^ProxySQL Error: Access denied for user 'app'@'127\.0\.0\.1' \(using password: YES\)$/);
  });

  test('passes results on unchanged', async () => {
    const connection = await connect();
    const [header] = await connection.query<ResultSetHeader>("INSERT INTO numbered(v) VALUES ('one'),('two')");
    expect(header).toMatchObject({ affectedRows: 2, insertId: 1, info: expect.stringContaining('Records: 2') });
    const [values, fields] = await connection.query<RowDataPacket[]>(
      "SELECT id, v, NULL AS nothing, 1.5 AS d, TIMESTAMP'2024-01-02 03:04:05' AS t FROM numbered ORDER BY id",
    );
    expect(values).toEqual([
      { id: 1, v: 'one', nothing: null, d: '1.5', t: new Date('2024-01-02T03:04:05') },
      { id: 2, v: 'two', nothing: null, d: '1.5', t: new Date('2024-01-02T03:04:05') },
    ]);
    expect(fields.map(({ name, table }) => [name, table])).toEqual([
      ['id', 'numbered'],
      ['v', 'numbered'],
      ['nothing', ''],
      ['d', ''],
      ['t', ''],
    ]);
    expect(await rows(connection, 'SELECT LAST_INSERT_ID() AS id')).toEqual([{ id: 1 }]);
  });

  test('passes large results on unchanged', async () => {
    const connection = await connect();
    const [row] = await rows(connection, "SELECT REPEAT('x', 17000000) AS big");
    expect(String(row?.big).length).toBe(17_000_000);
  });

  test("passes the server's errors on", async () => {
    const connection = await connect();
    await connection.query("INSERT INTO t VALUES (1,'a')");
    expect(await failure(connection.query("INSERT INTO t VALUES (1,'b')"))).toMatchObject({
      errno: 1062,
      code: 'ER_DUP_ENTRY',
    });
    expect(await failure(connection.query('SELECT * FROM nowhere'))).toMatchObject({ errno: 1146 });
    await waitUntil('the error counted', async () => {
      const counted = await proxysql.rows(
        'SELECT errno, count_star, username FROM stats_mysql_errors WHERE errno=1062',
      );
      return counted.length === 1;
    });
  });

  test('keeps session variables and schema whatever backend connection it uses', async () => {
    const connection = await connect();
    await connection.query("SET SESSION sql_mode='ANSI'");
    await connection.query('USE information_schema');
    await serverOf(connection);
    await writers(b);
    const [row] = await rows(connection, 'SELECT id, @@sql_mode AS mode, DATABASE() AS db FROM shop.me');
    expect(row).toMatchObject({ id: b.serverId, db: 'information_schema', mode: expect.stringContaining('ANSI') });
  });

  test('shows in its statistics which server got the statements', async () => {
    await rows(await connect(), 'SELECT 1');
    const [row] = await proxysql.rows(
      "SELECT * FROM stats_mysql_connection_pool WHERE hostgroup=10 AND status='ONLINE'",
    );
    expect(row).toMatchObject({ srv_host: a.address, srv_port: String(a.port), status: 'ONLINE' });
    expect(Number(row?.ConnOK)).toBeGreaterThan(0);
    expect(Number(row?.Queries)).toBeGreaterThan(0);
  });

  test('sends the next statement of an idle session to the new writer', async () => {
    const connection = await connect();
    expect(await serverOf(connection)).toBe(a.serverId);
    await writers(b);
    expect(await serverOf(connection)).toBe(b.serverId);
  });

  test('lets a statement wait while the hostgroup is empty', async () => {
    const connection = await connect();
    await writers();
    const begun = Date.now();
    const answer = serverOf(connection);
    await sleep(1000);
    await writers(b);
    expect(await answer).toBe(b.serverId);
    console.log(`${kind}: waited ${Date.now() - begun - 1000} ms after the writer was there`);
    expect(Date.now() - begun).toBeLessThan(2500);
  });

  test('gives up waiting with error 9001 after connect_timeout_server_max', async () => {
    await variable('connect_timeout_server_max', 1200);
    try {
      const connection = await connect();
      await writers();
      const begun = Date.now();
      const { errno, message } = await failure(connection.query('SELECT 1'));
      expect(errno).toBe(9001);
      expect(message).toMatch(/^Max connect timeout reached while reaching hostgroup 10 after \d+ms$/);
      expect(Date.now() - begun).toBeGreaterThan(1100);
      expect(Date.now() - begun).toBeLessThan(2600);
      await writers(a);
      expect(await serverOf(connection)).toBe(a.serverId);
    } finally {
      await variable('connect_timeout_server_max', 10_000);
    }
  });

  test('fails with 2002 after some seconds when a dead server is left in the hostgroup', async () => {
    await a.kill();
    const connection = await connect();
    const begun = Date.now();
    const { errno, message } = await failure(connection.query('SELECT 1'));
    console.log(`${kind}: ${errno} ${message} after ${Date.now() - begun} ms`);
    expect(errno).toBe(2002);
    expect(Date.now() - begun).toBeGreaterThan(1500);
    expect(Date.now() - begun).toBeLessThan(6000);
    expect(proxysql.readLog()).toContain(`Shunning server ${a.address}:${a.port} with 5 errors/sec`);
  }, 20_000);

  test('gives up with 9001 when a frozen server is left in the hostgroup', async () => {
    await variable('connect_timeout_server_max', 2500);
    try {
      await a.freeze();
      const connection = await connect();
      const begun = Date.now();
      const { errno, message } = await failure(connection.query('SELECT 1'));
      console.log(`${kind}: ${message}`);
      expect(errno).toBe(9001);
      expect(message).toMatch(/^Max connect timeout reached while reaching hostgroup 10 after \d+ms$/);
      expect(Date.now() - begun).toBeGreaterThan(2300);
      expect(Date.now() - begun).toBeLessThan(4600);
    } finally {
      await a.thaw();
      await variable('connect_timeout_server_max', 10_000);
    }
  }, 20_000);

  test('waits for the new writer when the dead one is taken out in the meantime', async () => {
    const connection = await connect();
    expect(await serverOf(connection)).toBe(a.serverId);
    await a.kill();
    const answer = serverOf(connection);
    answer.catch(() => undefined);
    await sleep(300);
    await writers();
    await sleep(300);
    await writers(b);
    expect(await answer).toBe(b.serverId);
  }, 20_000);

  test('re-executes an autocommit statement whose server dies under it', async () => {
    const connection = await connect();
    const answer = rows(connection, 'SELECT SLEEP(2) AS slept, id FROM shop.me');
    await sleep(500);
    await a.kill();
    await writers(b);
    expect(await answer).toEqual([{ slept: 0, id: b.serverId }]);
  }, 20_000);

  test('re-executes an autocommit statement on a frozen server once that is taken out', async () => {
    const connection = await connect();
    await serverOf(connection);
    await a.freeze();
    const answer = serverOf(connection);
    await sleep(500);
    await writers(b);
    expect(await answer).toBe(b.serverId);
  }, 20_000);

  test('closes the connection of a client in a transaction when its server dies', async () => {
    const connection = await connect();
    await connection.query('BEGIN');
    await connection.query("INSERT INTO t VALUES (1,'a')");
    const closed = new Promise((resolve) => connection.on('error', resolve));
    await a.kill();
    await writers(b);
    expect(await closed).toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' });
  }, 20_000);

  test('closes the connection when the server dies under a statement of a transaction', async () => {
    const connection = await connect();
    await connection.query('BEGIN');
    await connection.query("INSERT INTO t VALUES (1,'a')");
    const failed = failure(connection.query('SELECT SLEEP(5)'));
    await sleep(300);
    await a.kill();
    expect(await failed).toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' });
  }, 20_000);

  test('closes the connection at the next statement when the server of a transaction leaves the hostgroup', async () => {
    const connection = await connect();
    await connection.query('BEGIN');
    await connection.query("INSERT INTO t VALUES (1,'a')");
    let closed = false;
    connection.on('error', () => {
      closed = true;
    });
    await writers(b);
    await sleep(500);
    expect(closed).toBe(false);
    expect(await failure(connection.query('COMMIT'))).toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' });
    await waitUntil('the rollback', async () => (await a.value('SELECT COUNT(*) FROM shop.t')) === '0');
  });

  test('lets a transaction end on a server that is OFFLINE_SOFT', async () => {
    const connection = await connect();
    await connection.query('BEGIN');
    await connection.query("INSERT INTO t VALUES (1,'a')");
    await proxysql.exec(
      "UPDATE mysql_servers SET status='OFFLINE_SOFT'",
      `INSERT INTO mysql_servers(hostgroup_id,hostname,port) VALUES (10,'${b.address}',${b.port})`,
      'LOAD MYSQL SERVERS TO RUNTIME',
    );
    await connection.query("INSERT INTO t VALUES (2,'b')");
    await connection.query('COMMIT');
    expect(await a.value('SELECT COUNT(*) FROM shop.t')).toBe('2');
    expect(await serverOf(connection)).toBe(b.serverId);
  });

  test('drops a session that asked for a system variable when its server leaves the hostgroup', async () => {
    const connection = await connect();
    await rows(connection, 'SELECT @@server_id');
    await writers(b);
    expect(await failure(serverOf(connection))).toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' });
  });

  test('drops a session that has just inserted with AUTO_INCREMENT when its server leaves the hostgroup', async () => {
    const connection = await connect();
    await connection.query("INSERT INTO numbered(v) VALUES ('one')");
    await writers(b);
    expect(await failure(serverOf(connection))).toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' });
  });

  test('moves a session on that inserted with AUTO_INCREMENT and five more statements ago', async () => {
    const connection = await connect();
    await connection.query("INSERT INTO numbered(v) VALUES ('one')");
    for (let i = 0; i < 5; i++) await serverOf(connection);
    await writers(b);
    expect(await serverOf(connection)).toBe(b.serverId);
  });

  test('spreads statements over the servers of a hostgroup by weight', async () => {
    await writers(a, b);
    await proxysql.exec(
      `UPDATE mysql_servers SET weight=1000 WHERE hostname='${b.address}'`,
      `UPDATE mysql_servers SET weight=1 WHERE hostname='${a.address}'`,
      'LOAD MYSQL SERVERS TO RUNTIME',
    );
    const connection = await connect();
    const seen = new Map<unknown, number>();
    for (let i = 0; i < 50; i++) {
      const id = await serverOf(connection);
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    expect(seen.get(b.serverId)).toBeGreaterThan(40);
  });

  test('follows query rules to another hostgroup, but not out of a transaction', async () => {
    await proxysql.exec(
      `INSERT INTO mysql_servers(hostgroup_id,hostname,port) VALUES (20,'${b.address}',${b.port})`,
      'LOAD MYSQL SERVERS TO RUNTIME',
      "INSERT INTO mysql_query_rules(rule_id,active,match_digest,destination_hostgroup,apply) VALUES (1,1,'^SELECT',20,1)",
      'LOAD MYSQL QUERY RULES TO RUNTIME',
    );
    try {
      const connection = await connect();
      expect(await serverOf(connection)).toBe(b.serverId);
      await connection.query('BEGIN');
      await connection.query("INSERT INTO t VALUES (1,'a')");
      expect(await serverOf(connection)).toBe(a.serverId);
      await connection.query('COMMIT');
      expect(await serverOf(connection)).toBe(b.serverId);
    } finally {
      await proxysql.exec('DELETE FROM mysql_query_rules', 'LOAD MYSQL QUERY RULES TO RUNTIME');
    }
  });

  test('brings its users back from disk after SIGKILL, but not servers that were not saved', async () => {
    await proxysql.kill();
    await proxysql.start();
    expect(await proxysql.rows('SELECT * FROM runtime_mysql_servers')).toEqual([]);
    await writers(b);
    expect(await serverOf(await connect())).toBe(b.serverId);
  });
});
