import fc from 'fast-check';
import { Database } from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { READER, row, WRITER } from '../../test/observations/observation.ts';
import { rewriteStatements } from './rewrite.ts';
import {
  parseServerRow,
  ROW_COLUMNS,
  rowKey,
  rowValues,
  SELECT_MEMORY_SERVERS,
  type ServerRow,
} from './server-rows.ts';

/** ProxySQL 2.7.1, include/ProxySQL_Admin_Tables_Definitions.h, ADMIN_SQLITE_TABLE_MYSQL_SERVERS. */
const CREATE_TABLE = `CREATE TABLE mysql_servers (
  hostgroup_id INT CHECK (hostgroup_id >= 0) NOT NULL DEFAULT 0,
  hostname VARCHAR NOT NULL,
  port INT CHECK (port >= 0 AND port <= 65535) NOT NULL DEFAULT 3306,
  gtid_port INT CHECK ((gtid_port <> port OR gtid_port = 0) AND gtid_port >= 0 AND gtid_port <= 65535) NOT NULL DEFAULT 0,
  status VARCHAR CHECK (UPPER(status) IN ('ONLINE','SHUNNED','OFFLINE_SOFT','OFFLINE_HARD')) NOT NULL DEFAULT 'ONLINE',
  weight INT CHECK (weight >= 0 AND weight <= 10000000) NOT NULL DEFAULT 1,
  compression INT CHECK (compression IN (0, 1)) NOT NULL DEFAULT 0,
  max_connections INT CHECK (max_connections >= 0) NOT NULL DEFAULT 1000,
  max_replication_lag INT CHECK (max_replication_lag >= 0 AND max_replication_lag <= 126144000) NOT NULL DEFAULT 0,
  use_ssl INT CHECK (use_ssl IN (0, 1)) NOT NULL DEFAULT 0,
  max_latency_ms INT UNSIGNED CHECK (max_latency_ms >= 0) NOT NULL DEFAULT 0,
  comment VARCHAR NOT NULL DEFAULT '',
  PRIMARY KEY (hostgroup_id, hostname, port))`;

let admin: Database;
beforeAll(() => {
  admin = new Database();
  admin.exec(CREATE_TABLE);
});
afterAll(() => admin.close());

function fill(rows: readonly ServerRow[]): void {
  admin.exec('DELETE FROM mysql_servers');
  for (const one of rows) {
    admin.exec(`INSERT INTO mysql_servers (${ROW_COLUMNS.join(', ')}) VALUES (${rowValues(one).join(', ')})`);
  }
}

function held(): ServerRow[] {
  return admin.all(SELECT_MEMORY_SERVERS).map((found) => {
    const texts = Object.entries(found).map(([column, value]) => [column, value === null ? null : String(value)]);
    return parseServerRow(Object.fromEntries(texts));
  });
}

function sorted(rows: readonly ServerRow[]): string[] {
  return rows.map((one) => rowValues(one).join()).sort();
}

/** Few names, hostgroups and values, so that keys collide in every way there is. */
const anyRow = (hostgroups: readonly number[]): fc.Arbitrary<ServerRow> =>
  fc
    .record({
      hostgroup: fc.constantFrom(...hostgroups),
      hostname: fc.constantFrom('a', 'b', "it's", 'A'),
      port: fc.constantFrom(3306, 3307),
      gtidPort: fc.constantFrom(0, 0, 3310),
      status: fc.constantFrom('ONLINE', 'OFFLINE_SOFT', 'SHUNNED'),
      weight: fc.constantFrom(1, 1, 100),
      useSsl: fc.constantFrom(0, 1),
      maxLatencyMs: fc.constantFrom(0, 500),
      maxConnections: fc.constantFrom(1000, 200),
      comment: fc.constantFrom('', "the 'old' one", 'b\\c', 'ünï; -- DROP'),
    })
    .map((values) => row(values.hostgroup, values.hostname, values));
const rowsOf = (hostgroups: readonly number[], maxLength: number) =>
  fc.uniqueArray(anyRow(hostgroups), { selector: rowKey, maxLength });

const OURS = [10, 20, 9010];
const THEIRS = [30, 9030];

/** Two states of a table; often the second is the first with some rows elsewhere or changed. */
const change = fc.oneof(
  fc.record({ before: rowsOf(OURS, 7), after: rowsOf(OURS, 7) }),
  fc.tuple(rowsOf(OURS, 7), fc.array(fc.tuple(fc.nat(6), anyRow(OURS)), { maxLength: 4 })).map(([before, edits]) => {
    const after = new Map(before.map((one) => [rowKey(one), one]));
    for (const [index, edit] of edits) {
      const old = before[index];
      if (old !== undefined) after.delete(rowKey(old));
      const moved = old === undefined ? edit : { ...old, hostgroup: edit.hostgroup, weight: edit.weight };
      after.set(rowKey(moved), moved);
    }
    return { before, after: [...after.values()] };
  }),
);

describe('whatever the rows before and after', { timeout: 30_000 }, () => {
  test('the statements leave exactly the rows wanted, and other hostgroups as they were', () => {
    fc.assert(
      fc.property(change, rowsOf(THEIRS, 3), ({ before, after }, others) => {
        fill([...before, ...others]);
        for (const statement of rewriteStatements(before, after)) admin.exec(statement);
        expect(sorted(held())).toEqual(sorted([...after, ...others]));
      }),
      { numRuns: 600 },
    );
  });

  test('it is one statement, two only where rows must go and even more must come, none where nothing changes', () => {
    fc.assert(
      fc.property(change, ({ before, after }) => {
        const keys = (rows: readonly ServerRow[]) => new Set(rows.map(rowKey));
        const gone = before.filter((one) => !keys(after).has(rowKey(one))).length;
        const come = after.filter((one) => !keys(before).has(rowKey(one))).length;
        const same = sorted(before).join('\n') === sorted(after).join('\n');
        const expected = same ? 0 : gone > 0 && come > gone ? 2 : 1;
        expect(rewriteStatements(before, after)).toHaveLength(expected);
      }),
      { numRuns: 600 },
    );
  });

  test('after the first of two statements no row is lost that should stay, and none is there that should not', () => {
    fc.assert(
      fc.property(change, ({ before, after }) => {
        const statements = rewriteStatements(before, after);
        const [first] = statements;
        fc.pre(statements.length === 2 && first !== undefined);
        fill(before);
        admin.exec(first);
        const now = sorted(held());
        expect(sorted(after)).toEqual(expect.arrayContaining(now));
        const staying = after.filter((one) => before.some((old) => rowKey(old) === rowKey(one)));
        expect(now).toEqual(expect.arrayContaining(sorted(staying)));
      }),
      { numRuns: 600 },
    );
  });
});

describe('examples', () => {
  test('a server changes its hostgroup in one UPDATE', () => {
    const statements = rewriteStatements([row(WRITER, 'a'), row(READER, 'b')], [row(WRITER, 'b'), row(READER, 'b')]);
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatch(/^UPDATE OR REPLACE mysql_servers SET /);
  });

  test('two servers that swap their places keep every column of their own', () => {
    const before = [row(WRITER, 'a', { useSsl: 1, comment: 'old' }), row(READER, 'b', { maxLatencyMs: 5 })];
    const after = [row(WRITER, 'b', { maxLatencyMs: 5 }), row(READER, 'a', { useSsl: 1, comment: 'old' })];
    fill(before);
    for (const statement of rewriteStatements(before, after)) admin.exec(statement);
    expect(sorted(held())).toEqual(sorted(after));
  });

  test('the same rows need no statement, whatever their order', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b')];
    expect(rewriteStatements(rows, [...rows].reverse())).toEqual([]);
  });

  test('rows that all go are deleted, and only they', () => {
    fill([row(WRITER, 'a'), row(WRITER, 'b')]);
    const statements = rewriteStatements([row(WRITER, 'a')], []);
    expect(statements).toHaveLength(1);
    for (const statement of statements) admin.exec(statement);
    expect(sorted(held())).toEqual(sorted([row(WRITER, 'b')]));
  });

  test('a name with a quote is a name', () => {
    const hostname = "x'); DROP TABLE mysql_servers; --";
    fill([row(WRITER, hostname)]);
    for (const statement of rewriteStatements([row(WRITER, hostname)], [row(READER, hostname, { comment: "'" })])) {
      admin.exec(statement);
    }
    expect(sorted(held())).toEqual(sorted([row(READER, hostname, { comment: "'" })]));
  });
});
