import { expect, test } from 'vitest';
import { parseGeneralLog } from './general-log.ts';
import { accountStatements, splitStatements } from './lab-accounts.ts';
import { optionArguments } from './mysql-options.ts';
import { compareVersions, mysqlVersion } from './mysql-version.ts';

test('a script is split into statements of one line, without comments', () => {
  const script =
    "-- it's a comment; really\nGRANT a, -- why\n  b -- 'more'\nON *.* TO 'x;y'@'%'; -- after\nSELECT '--', \"#\";\n";
  expect(splitStatements(script)).toEqual([`GRANT a, b ON *.* TO 'x;y'@'%'`, `SELECT '--', "#"`]);
});

test('every account of mysql-accounts.sql gets a password of the laboratory', () => {
  const statements = accountStatements().join('\n');
  expect(statements).not.toContain('change-me');
  for (const user of ['failover', 'repl', 'monitor', 'root', 'app']) expect(statements).toContain(`'lab-${user}'`);
});

test('later options win, whichever way they are spelled', () => {
  expect(optionArguments({ server_id: '1', 'log-bin': 'x' }, { 'server-id': '2', 'skip-log-bin': '' })).toEqual([
    '--log-bin=x',
    '--server-id=2',
    '--skip-log-bin',
  ]);
});

test('MySQL is told from MariaDB, and versions are compared by number', () => {
  expect(mysqlVersion('/usr/sbin/mysqld  Ver 8.0.36-0ubuntu0.22.04.1 for Linux on x86_64 ((Ubuntu))')).toBe('8.0.36');
  expect(mysqlVersion('mysqld  Ver 10.11.6-MariaDB-0+deb12u1 for debian-linux-gnu')).toBeUndefined();
  expect(compareVersions('8.0.9', '8.0.23')).toBeLessThan(0);
  expect(compareVersions('9.7.4', '8.4.0')).toBeGreaterThan(0);
});

test('general log entries go over several lines and know their user', () => {
  const text =
    'mysqld, Version: 9.7.4. started with:\n2026-01-01T00:00:00.000001Z\t   12 Connect\tapp@127.0.0.1 on shop using TCP/IP\n' +
    '2026-01-01T00:00:00.000002Z\t   12 Query\tSELECT 1,\n2\n2026-01-01T00:00:00.000003Z\t   12 Quit\t\n';
  expect(parseGeneralLog(text)).toEqual([
    { threadId: 12, user: 'app', command: 'Connect', text: 'app@127.0.0.1 on shop using TCP/IP' },
    { threadId: 12, user: 'app', command: 'Query', text: 'SELECT 1,\n2' },
    { threadId: 12, user: 'app', command: 'Quit', text: '' },
  ]);
});
