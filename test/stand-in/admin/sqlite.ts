import { rmSync } from 'node:fs';
import sqlite, { type Database } from 'node-sqlite3-wasm';

/** What one statement gave: a result set, or how many rows the last change touched. All values as text. */
export type SqlResult = { columns: string[]; rows: (string | null)[][] } | { affectedRows: number };

/** What the wrapper leaves out: columns of an empty result, columns of the same name, values as text. */
type Internals = {
  columnCount: (statement: number) => number;
  columnName: (statement: number, index: number) => string;
  columnType: (statement: number, index: number) => number;
  columnText: (statement: number, index: number) => string;
  step: (statement: number) => number;
  changes: (database: number) => number;
  message: (database: number) => string;
};

type Emscripten = {
  cwrap: (name: string, returns: 'number' | 'string', takes: 'number'[]) => (...values: number[]) => never;
};

const SQLITE_NULL = 5;
const SQLITE_ROW = 100;
const SQLITE_DONE = 101;

const internals: Internals = (() => {
  // The package exports its Emscripten module as a whole, so the C functions it was linked with are in reach.
  const { cwrap } = sqlite as unknown as Emscripten;
  return {
    columnCount: cwrap('sqlite3_column_count', 'number', ['number']),
    columnName: cwrap('sqlite3_column_name', 'string', ['number', 'number']),
    columnType: cwrap('sqlite3_column_type', 'number', ['number', 'number']),
    columnText: cwrap('sqlite3_column_text', 'string', ['number', 'number']),
    step: cwrap('sqlite3_step', 'number', ['number']),
    changes: cwrap('sqlite3_changes', 'number', ['number']),
    message: cwrap('sqlite3_errmsg', 'string', ['number']),
  };
})();

function pointer(handle: object): number {
  return (handle as { _ptr: number })._ptr;
}

/**
 * One connection with an in-memory `main` and, when a file is given, that file attached as `disk`.
 * The file is in WAL mode and locked for this process: a SIGKILL loses nothing that was answered.
 */
export function openDatabase(diskFile: string): Database {
  const database = new sqlite.Database(':memory:');
  // The wrapper locks with a directory, which a killed process leaves behind.
  rmSync(`${diskFile}.lock`, { recursive: true, force: true });
  database.exec('PRAGMA locking_mode=EXCLUSIVE');
  database.exec(`ATTACH DATABASE '${diskFile.replaceAll("'", "''")}' AS disk`);
  database.all('PRAGMA disk.journal_mode=WAL');
  database.exec('PRAGMA disk.synchronous=OFF');
  return database;
}

const MISSING_COLUMN = /^no such column: "(.*)" - should this be a string literal in single-quotes\?$/s;

/**
 * Runs the first statement of a text, as sqlite3_prepare_v2 without a tail does (ProxySQL's sqlite3db.cpp).
 * Throws an Error with SQLite's own text.
 */
export function runFirstStatement(database: Database, sql: string): SqlResult {
  let text = sql;
  for (;;) {
    try {
      return runOnce(database, text);
    } catch (error) {
      const literal = error instanceof Error ? MISSING_COLUMN.exec(error.message)?.[1] : undefined;
      // ProxySQL's SQLite takes a double-quoted unknown name for a string; this build of SQLite does not.
      const rewritten =
        literal === undefined ? text : text.replaceAll(`"${literal}"`, `'${literal.replaceAll("'", "''")}'`);
      if (rewritten === text) throw error;
      text = rewritten;
    }
  }
}

function runOnce(database: Database, sql: string): SqlResult {
  const statement = database.prepare(sql);
  try {
    const handle = pointer(statement);
    const count = internals.columnCount(handle);
    const columns = Array.from({ length: count }, (_, index) => internals.columnName(handle, index));
    const rows: (string | null)[][] = [];
    for (;;) {
      const code = internals.step(handle);
      if (code === SQLITE_DONE) break;
      if (code !== SQLITE_ROW) throw new Error(internals.message(pointer(database)));
      rows.push(
        columns.map((_, index) =>
          internals.columnType(handle, index) === SQLITE_NULL ? null : internals.columnText(handle, index),
        ),
      );
    }
    return count === 0 ? { affectedRows: internals.changes(pointer(database)) } : { columns, rows };
  } finally {
    try {
      statement.finalize();
    } catch {
      // finalize repeats the error of the failed step.
    }
  }
}
