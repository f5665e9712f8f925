import { describe, expect, test } from 'vitest';
import { cnfText, type ProxySQLConfig, proxysqlVersion, standInConfig } from './proxysql-config.ts';

const config: ProxySQLConfig = {
  dataDirectory: '/data',
  credentials: [
    { user: 'admin', password: 'admin' },
    { user: 'radmin', password: 'p"\\' },
  ],
  adminInterface: '127.1.2.3:6032',
  clientInterface: '127.1.2.3:6033',
  users: [{ username: 'app', password: 'secret', defaultHostgroup: 10 }],
  variables: { 'mysql-monitor_enabled': 'false', 'admin-read_only': 'false' },
};

describe('the configuration of a ProxySQL', () => {
  test('is written in the syntax of proxysql.cnf', () => {
    expect(cnfText(config)).toBe(
      [
        'datadir="/data"',
        'admin_variables=',
        '{',
        '\tadmin_credentials="admin:admin;radmin:p\\"\\\\"',
        '\tmysql_ifaces="127.1.2.3:6032"',
        '\tread_only="false"',
        '}',
        'mysql_variables=',
        '{',
        '\tinterfaces="127.1.2.3:6033"',
        '\tthreads="2"',
        '\tmonitor_enabled="false"',
        '}',
        'mysql_users=',
        '(',
        '\t{ username="app", password="secret", default_hostgroup=10 }',
        ')',
        '',
      ].join('\n'),
    );
  });

  test('says the same to the stand-in', () => {
    expect(standInConfig(config)).toEqual({
      adminVariables: {
        admin_credentials: 'admin:admin;radmin:p"\\',
        mysql_ifaces: '127.1.2.3:6032',
        read_only: 'false',
      },
      mysqlVariables: { interfaces: '127.1.2.3:6033', threads: '2', monitor_enabled: 'false' },
      users: config.users,
    });
  });

  test('has no variable without a module', () => {
    expect(() => cnfText({ ...config, variables: { monitor_enabled: 'true' } })).toThrow('admin-… or mysql-… expected');
  });
});

test.each([
  ['ProxySQL version 2.7.1-16-g2726c27, codename Truls', '2.7.1-16-g2726c27'],
  ['ProxySQL version 3.0.2-3-gfd31fd1, codename Truls', '3.0.2-3-gfd31fd1'],
  ['mysqld Ver 9.7', undefined],
])('the version in "%s" is %s', (printed, version) => {
  expect(proxysqlVersion(printed)).toBe(version);
});
