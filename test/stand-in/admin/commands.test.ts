import { describe, expect, test } from 'vitest';
import { type AdminAction, interpret, squeeze } from './commands.ts';

const context = { user: 'radmin', address: '127.0.0.1', readOnly: false, version: '2.7.1' };
const action = (text: string): AdminAction => interpret(text, context);

describe('commands', () => {
  test.each([
    ['LOAD MYSQL SERVERS TO RUNTIME', 'mysql servers', 'memory to runtime'],
    ['load   mysql\n servers to run ; ', 'mysql servers', 'memory to runtime'],
    ['LOAD MYSQL SERVERS FROM MEMORY', 'mysql servers', 'memory to runtime'],
    ['SAVE MYSQL SERVERS FROM RUN', 'mysql servers', 'runtime to memory'],
    ['SAVE MYSQL SERVERS TO MEM', 'mysql servers', 'runtime to memory'],
    ['LOAD MYSQL SERVERS FROM DISK', 'mysql servers', 'disk to memory'],
    ['LOAD SCHEDULER TO MEMORY', 'scheduler', 'disk to memory'],
    ['SAVE MYSQL USERS TO DISK', 'mysql users', 'memory to disk'],
    ['LOAD MYSQL VARIABLES TO RUNTIME', 'mysql variables', 'memory to runtime'],
    ['SAVE ADMIN VARIABLES TO MEMORY', 'admin variables', 'runtime to memory'],
  ])('%s', (text, module, direction) => {
    expect(action(text)).toEqual({ kind: 'transfer', module, direction });
  });

  test.each([
    'LOAD MYSQL SERVER TO RUNTIME',
    '/* c */ LOAD MYSQL SERVERS TO RUNTIME',
    'LOAD MYSQL SERVERS TO RUNTIME -- c',
  ])('%s is none and goes to SQLite as it is', (text) => {
    expect(action(text)).toEqual({ kind: 'sql', sql: text });
  });

  test('variables go to and from disk as SQL, and so with a row count', () => {
    expect(action('SAVE MYSQL VARIABLES TO DISK')).toEqual({
      kind: 'sql',
      sql: "INSERT OR REPLACE INTO disk.global_variables SELECT * FROM main.global_variables WHERE variable_name LIKE 'mysql-%'",
    });
  });

  test.each([
    'BEGIN',
    'begin;',
    'START TRANSACTION',
    'COMMIT',
    'ROLLBACK TO x',
    'SET NAMES utf8',
    'USE main',
    'LOCK TABLES t READ',
  ])('%s does nothing', (text) => {
    expect(action(text)).toEqual({ kind: 'ok', info: '' });
  });

  test('SET is an UPDATE for a variable there is, and an OK with a complaint for one there is not', () => {
    expect(action("SET mysql-monitor_username = 'm=n'")).toEqual({
      kind: 'sql',
      sql: "UPDATE global_variables SET variable_value= 'm=n' WHERE variable_name='mysql-monitor_username'",
    });
    expect(action('SET nothing=1')).toEqual({ kind: 'ok', info: "ERROR: Unknown global variable: 'nothing'." });
    expect(action('SET mysql-init_connect=1')).toMatchObject({ kind: 'error' });
  });

  test('whitespace inside SQL stays as it was', () => {
    const text = "INSERT INTO t VALUES ('a  b;')";
    expect(action(text)).toEqual({ kind: 'sql', sql: text });
    expect(squeeze(' a \n b ; ; ')).toBe('a b');
  });
});
