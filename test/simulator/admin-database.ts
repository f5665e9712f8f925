/** ProxySQL's admin database in SQLite: `main` in memory, `disk` beside it. Made once and emptied for every simulation. */
import sqlite, { type Database } from 'node-sqlite3-wasm';
import type { Answer, Row } from '../../src/mysql/session.ts';
import { parseServerRow, ROW_COLUMNS, rowValues, type ServerRow } from '../../src/proxysql/server-rows.ts';
import { CONFIGURATION_TABLES } from '../stand-in/admin/tables.ts';

export type ServersTable = 'main.mysql_servers' | 'main.runtime_mysql_servers' | 'disk.mysql_servers';

const COLUMNS = ROW_COLUMNS.join(', ');
const free: Database[] = [];

function create(): Database {
  const database = new sqlite.Database();
  database.exec("ATTACH DATABASE ':memory:' AS disk");
  const servers = CONFIGURATION_TABLES.mysql_servers ?? '';
  const pairs = CONFIGURATION_TABLES.mysql_replication_hostgroups ?? '';
  for (const schema of ['main', 'disk']) {
    database.exec(`CREATE TABLE ${schema}.mysql_servers ${servers}`);
    database.exec(`CREATE TABLE ${schema}.mysql_replication_hostgroups ${pairs}`);
  }
  database.exec(`CREATE TABLE main.runtime_mysql_servers ${servers}`);
  database.exec(`CREATE TABLE main.proxysql_servers ${CONFIGURATION_TABLES.proxysql_servers ?? ''}`);
  return database;
}

export class AdminDatabase {
  private readonly database = free.pop() ?? create();
  /** Answers to SELECTs; the same questions come every second, and mostly nothing has changed. */
  private readonly answers = new Map<string, Answer>();

  /** For the next simulation. */
  giveBack(): void {
    const own = this.database.all(
      "SELECT name FROM disk.sqlite_master WHERE name LIKE 'proxysql_failover%' AND type = 'table'",
    );
    for (const { name } of own) this.database.exec(`DROP TABLE disk.${String(name)}`);
    for (const schema of ['main', 'disk']) {
      this.database.exec(`DELETE FROM ${schema}.mysql_servers`);
      this.database.exec(`DELETE FROM ${schema}.mysql_replication_hostgroups`);
    }
    this.database.exec('DELETE FROM main.runtime_mysql_servers');
    this.database.exec('DELETE FROM main.proxysql_servers');
    free.push(this.database);
  }

  select(sql: string): Answer {
    const known = this.answers.get(sql);
    if (known !== undefined) return known;
    const rows = this.database.all(sql).map((row) => {
      const texts: Record<string, string | null> = {};
      for (const [column, value] of Object.entries(row)) texts[column] = value === null ? null : String(value);
      return texts;
    });
    const answer: Answer = { rows: rows satisfies readonly Row[], affectedRows: 0 };
    this.answers.set(sql, answer);
    return answer;
  }

  execute(sql: string): Answer {
    this.answers.clear();
    return { rows: [], affectedRows: this.database.run(sql).changes };
  }

  rows(table: ServersTable): ServerRow[] {
    return this.select(`SELECT ${COLUMNS} FROM ${table} ORDER BY hostgroup_id, hostname, port`).rows.map(
      parseServerRow,
    );
  }

  replaceRows(table: ServersTable, rows: readonly ServerRow[]): void {
    this.execute(`DELETE FROM ${table}`);
    if (rows.length === 0) return;
    const values = rows.map((row) => `(${rowValues(row).join(', ')})`).join(', ');
    this.execute(`INSERT INTO ${table} (${COLUMNS}) VALUES ${values}`);
  }
}
