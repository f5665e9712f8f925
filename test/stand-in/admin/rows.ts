import type { Database } from 'node-sqlite3-wasm';
import { runFirstStatement } from './sqlite.ts';

export type Row = (string | null)[];

/** A table's content as text. */
export type Table = { columns: string[]; rows: Row[] };

/** Everything in a table (`schema.name`). */
export function readTable(database: Database, name: string): Table {
  const result = runFirstStatement(database, `SELECT * FROM ${name}`);
  return 'columns' in result ? result : { columns: [], rows: [] };
}

/** Empties a table and fills it again. */
export function replaceRows(database: Database, name: string, rows: (string | number | null)[][]): void {
  database.exec(`DELETE FROM ${name}`);
  for (const row of rows) {
    database.run(`INSERT OR REPLACE INTO ${name} VALUES (${row.map(() => '?').join(',')})`, row);
  }
}

/** One row by column name; NULL becomes ''. */
export function record(of: Table, row: Row): Record<string, string> {
  return Object.fromEntries(of.columns.map((column, index) => [column, row[index] ?? '']));
}

/** All rows by column name. */
export function records(of: Table): Record<string, string>[] {
  return of.rows.map((row) => record(of, row));
}
