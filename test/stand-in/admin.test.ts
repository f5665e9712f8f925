// The admin port beyond the recorded answers: sessions, quirks, what survives what.
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { labKinds, type ProxySQL, startProxySQL } from '../lab/proxysql.ts';
import { waitUntil } from '../lab/wait.ts';
import { failure } from './failure.ts';

describe.each(await labKinds())('the admin port of the %s', (kind) => {
  let proxysql: ProxySQL;

  const login = (user: string, password: string) =>
    createConnection({ host: proxysql.adminHost, port: proxysql.adminPort, user, password });

  const insert = (rows: string) =>
    proxysql.exec(
      'DELETE FROM mysql_servers',
      `INSERT INTO mysql_servers(hostgroup_id,hostname,status) VALUES ${rows}`,
    );

  beforeAll(async () => {
    proxysql = await startProxySQL({ kind, users: [{ username: 'app', password: 'secret', defaultHostgroup: 10 }] });
  }, 60_000);

  afterAll(() => proxysql?.destroy());

  beforeEach(async () => {
    if (!proxysql.isRunning()) await proxysql.start();
  });

  test('refuses a wrong password and an unknown user', async () => {
    expect(await failure(login('radmin', 'wrong'))).toMatchObject({
      errno: 1045,
      sqlState: '28000',
      message: "ProxySQL Error: Access denied for user 'radmin'@'127.0.0.1' (using password: YES)",
    });
    expect(await failure(login('nobody', 'x'))).toMatchObject({ errno: 1045, sqlState: '28000' });
  });

  test('answers pings', async () => {
    const connection = await login('radmin', proxysql.adminPassword);
    await connection.ping();
    await connection.end();
  });

  test('logs in with caching_sha2_password when that is the default plugin', async () => {
    const plugin = (name: string) =>
      proxysql.exec(`SET mysql-default_authentication_plugin='${name}'`, 'LOAD MYSQL VARIABLES TO RUNTIME');
    await plugin('caching_sha2_password');
    try {
      const connection = await login('radmin', proxysql.adminPassword);
      await connection.ping();
      await connection.end();
      expect(await failure(login('radmin', 'wrong'))).toMatchObject({ errno: 1045 });
    } finally {
      await plugin('mysql_native_password');
    }
  });

  test('has no prepared statements', async () => {
    const connection = await login('radmin', proxysql.adminPassword);
    expect(await failure(connection.execute('SELECT 1'))).toMatchObject({
      errno: 1045,
      message: 'Command not supported',
    });
    connection.destroy();
  });

  test('takes double quotes for strings where there is no such column', async () => {
    await proxysql.exec(
      'DELETE FROM mysql_servers',
      'INSERT INTO mysql_servers(hostgroup_id,hostname) VALUES (5,"a.b")',
    );
    expect(await proxysql.rows('SELECT hostname FROM mysql_servers WHERE hostname="a.b"')).toEqual([
      { hostname: 'a.b' },
    ]);
  });

  test('shows all sessions the same tables at once', async () => {
    const other = await login('radmin', proxysql.adminPassword);
    await insert("(1,'one','ONLINE')");
    const [rows] = await other.query('SELECT hostname FROM mysql_servers');
    expect(rows).toEqual([{ hostname: 'one' }]);
    await other.end();
  });

  test('refreshes runtime tables only when their name stands in lower case', async () => {
    await insert("(1,'one','ONLINE')");
    await proxysql.exec('LOAD MYSQL SERVERS TO RUNTIME');
    expect(await proxysql.rows('SELECT hostname FROM runtime_mysql_servers')).toEqual([{ hostname: 'one' }]);
    await insert("(1,'two','ONLINE')");
    await proxysql.exec('LOAD MYSQL SERVERS TO RUNTIME');
    expect(await proxysql.rows('SELECT hostname FROM RUNTIME_MYSQL_SERVERS')).toEqual([{ hostname: 'one' }]);
    expect(await proxysql.rows('SELECT hostname FROM runtime_mysql_servers')).toEqual([{ hostname: 'two' }]);
  });

  test('saves to memory without OFFLINE_HARD servers and with SHUNNED ones ONLINE', async () => {
    await insert("(1,'hard','OFFLINE_HARD'),(1,'shunned','SHUNNED'),(1,'soft','OFFLINE_SOFT'),(1,'on','ONLINE')");
    await proxysql.exec('LOAD MYSQL SERVERS TO RUNTIME', 'SAVE MYSQL SERVERS TO MEMORY');
    expect(await proxysql.rows('SELECT hostname, status FROM mysql_servers ORDER BY hostname')).toEqual([
      { hostname: 'on', status: 'ONLINE' },
      { hostname: 'shunned', status: 'ONLINE' },
      { hostname: 'soft', status: 'OFFLINE_SOFT' },
    ]);
  });

  test('refuses values out of range at LOAD and puts the old ones back', async () => {
    await proxysql.exec(
      'SET mysql-monitor_ping_interval=50',
      "SET mysql-monitor_writer_is_also_reader='maybe'",
      "SET mysql-monitor_username='someone'",
      'LOAD MYSQL VARIABLES TO RUNTIME',
    );
    const names = "('mysql-monitor_ping_interval','mysql-monitor_writer_is_also_reader','mysql-monitor_username')";
    for (const table of ['global_variables', 'runtime_global_variables']) {
      expect(
        await proxysql.rows(
          `SELECT variable_name, variable_value FROM ${table} WHERE variable_name IN ${names} ORDER BY 1`,
        ),
      ).toEqual([
        { variable_name: 'mysql-monitor_ping_interval', variable_value: '8000' },
        { variable_name: 'mysql-monitor_username', variable_value: 'someone' },
        { variable_name: 'mysql-monitor_writer_is_also_reader', variable_value: 'true' },
      ]);
    }
  });

  test('lists the tables a failover looks at', async () => {
    const tables = (await proxysql.rows('SHOW TABLES')).map((row) => row.tables);
    expect(tables).toEqual(
      expect.arrayContaining([
        'global_variables',
        'mysql_galera_hostgroups',
        'mysql_group_replication_hostgroups',
        'mysql_hostgroup_attributes',
        'mysql_query_rules',
        'mysql_replication_hostgroups',
        'mysql_servers',
        'mysql_users',
        'proxysql_servers',
        'runtime_checksums_values',
        'runtime_mysql_servers',
        'runtime_scheduler',
        'scheduler',
      ]),
    );
  });

  test('gives its tables the definitions of 2.7.1', async () => {
    const definition = async (schema: string, name: string) =>
      (await proxysql.rows(`SELECT sql FROM ${schema}.sqlite_master WHERE name='${name}'`))[0]?.sql;
    expect(await definition('main', 'mysql_servers')).toContain('hostgroup_id INT CHECK (hostgroup_id>=0) NOT NULL');
    expect(await definition('disk', 'scheduler')).toContain('interval_ms>=100 AND interval_ms<=100000000');
    expect(await definition('monitor', 'mysql_server_ping_log')).toContain('ping_success_time_us INT DEFAULT 0');
  });

  test('keeps disk tables over SIGKILL, and main and runtime only as far as they were saved', async () => {
    await insert("(1,'saved','ONLINE')");
    await proxysql.exec(
      'SAVE MYSQL SERVERS TO DISK',
      'DROP TABLE IF EXISTS disk.kept',
      'CREATE TABLE disk.kept (k VARCHAR PRIMARY KEY, v VARCHAR)',
      "INSERT INTO disk.kept VALUES ('a','0')",
      "INSERT INTO mysql_servers(hostgroup_id,hostname) VALUES (1,'unsaved')",
    );
    for (let i = 1; i <= 10; i++) await proxysql.exec(`UPDATE disk.kept SET v='${i}'`);
    await proxysql.kill();
    await proxysql.start();
    expect(await proxysql.rows('SELECT * FROM disk.kept')).toEqual([{ k: 'a', v: '10' }]);
    expect(await proxysql.rows('SELECT hostname FROM mysql_servers')).toEqual([{ hostname: 'saved' }]);
    expect(await proxysql.rows('SELECT hostname FROM runtime_mysql_servers')).toEqual([{ hostname: 'saved' }]);
    await proxysql.exec('DELETE FROM mysql_servers', 'SAVE MYSQL SERVERS TO DISK');
  }, 30_000);

  test('restarts in place at PROXYSQL RESTART, with what is on disk', async () => {
    await proxysql.exec(
      'CREATE TABLE disk.again (k VARCHAR PRIMARY KEY)',
      "INSERT INTO disk.again VALUES ('x')",
      'CREATE TABLE main.only_in_memory (k VARCHAR)',
    );
    const pid = proxysql.pid();
    const connection = await login('radmin', proxysql.adminPassword);
    connection.on('error', () => undefined);
    await failure(connection.query('PROXYSQL RESTART'));
    await waitUntil('memory is forgotten', async () => {
      const { message } = await failure(proxysql.rows('SELECT * FROM only_in_memory'));
      return message === 'ProxySQL Admin Error: no such table: only_in_memory';
    });
    expect(await proxysql.rows('SELECT * FROM disk.again')).toEqual([{ k: 'x' }]);
    expect(proxysql.pid()).toBe(pid);
  }, 30_000);

  test('is gone after PROXYSQL SHUTDOWN', async () => {
    await failure(proxysql.admin('PROXYSQL SHUTDOWN'));
    await waitUntil('it is gone', () => !proxysql.isRunning());
  }, 20_000);
});
