import { describe, expect, test } from 'vitest';
import { readRules, route } from './routing.ts';
import { sortStatement } from './statements.ts';

describe('a statement of a client', () => {
  test.each<[string, boolean]>([
    ['SELECT 1', false],
    ['SELECT @@version', false],
    ['SELECT @@session.transaction_isolation', false],
    ['SELECT @@server_id', true],
    ['SELECT @x', true],
    ["SELECT 'a@b.c'", false],
    ["INSERT INTO t VALUES ('it''s me@home')", false],
    ['SET @x = 1', true],
    ['CREATE TEMPORARY TABLE x (i INT)', true],
    ['LOCK TABLES t WRITE', true],
    ["SELECT GET_LOCK('l', 1)", true],
    ['SAVEPOINT s', true],
    ['SET GLOBAL read_only=1', false],
    ['SET autocommit=0, sql_mode=1', true],
    ['BEGIN', false],
  ])('%s keeps its backend connection: %s', (text, pins) => {
    expect(sortStatement(text)).toEqual({ kind: 'forward', pins });
  });

  test.each([
    ['SET NAMES utf8mb4', 'names'],
    ['set names utf8mb4 collate utf8mb4_bin', 'names'],
    ['SET autocommit=0', 'autocommit'],
    ['SET SESSION sql_mode = "ANSI"', 'sql_mode'],
    ['SET @@session.sql_mode = "ANSI"', 'sql_mode'],
    ['SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', 'isolation'],
  ])('%s is kept with the session as %s', (sql, name) => {
    expect(sortStatement(sql)).toEqual({ kind: 'set', name, sql });
  });

  test('ends of transactions, schemas and the last id are seen', () => {
    expect(sortStatement('commit ;')).toEqual({ kind: 'end transaction' });
    expect(sortStatement('ROLLBACK')).toEqual({ kind: 'end transaction' });
    expect(sortStatement('USE `shop`;')).toEqual({ kind: 'use', schema: 'shop' });
    expect(sortStatement('SELECT LAST_INSERT_ID()')).toEqual({ kind: 'last insert id', column: 'LAST_INSERT_ID()' });
  });
});

describe('query rules', () => {
  const rules = readRules([
    { rule_id: '3', active: '1', match_digest: '^SELECT', destination_hostgroup: '20', apply: '1' },
    { rule_id: '1', active: '1', match_digest: 'FOR UPDATE$', destination_hostgroup: '10', apply: '1' },
    { rule_id: '2', active: '1', username: 'report', destination_hostgroup: '30', apply: '0' },
    { rule_id: '4', active: '0', match_digest: '.', destination_hostgroup: '99', apply: '1' },
    { rule_id: '5', active: '1', match_pattern: '(', destination_hostgroup: '98', apply: '1' },
  ]);

  test.each([
    ['app', 'select 1', 20],
    ['app', 'SELECT 1 FOR UPDATE', 10],
    ['app', 'INSERT INTO t VALUES (1)', 7],
    ['report', 'INSERT INTO t VALUES (1)', 30],
    ['report', 'SELECT 1', 20],
  ])('send %s: %s to hostgroup %i', (user, text, hostgroup) => {
    expect(route(rules, user, text, 7)).toBe(hostgroup);
  });
});
