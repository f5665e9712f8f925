import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'node-sqlite3-wasm';
import type { StandInConfig } from '../config.ts';
import { emptyHostgroups, type Hostgroups, runtimeRows } from '../hostgroups/hostgroups.ts';
import type { Log } from '../log.ts';
import { readSettings, type Settings } from '../settings.ts';
import { CHECKSUM_NAMES, type Checksum, type ChecksumName } from './checksums.ts';
import type { Module } from './commands.ts';
import { replaceRows, type Table } from './rows.ts';
import { serverValues } from './server-rows.ts';
import { openDatabase, runFirstStatement, type SqlResult } from './sqlite.ts';
import { CONFIGURATION_TABLES, MONITOR_TABLES, RUNTIME_TABLES, STATS_TABLES } from './tables.ts';
import { MODULE_TABLES, transferModule } from './transfer.ts';
import { DEFAULT_VARIABLES } from './variables.ts';

/** A user as the client port and the backends need it; passwords are cleartext, as mysql_users keeps them. */
export type RuntimeUser = {
  username: string;
  password: string;
  defaultHostgroup: number;
  defaultSchema: string | null;
  transactionPersistent: boolean;
};

export type ScheduledJob = { id: number; intervalMs: number; filename: string; args: string[] };

/** Memory, runtime and disk of one stand-in. Runtime is data here; its `runtime_` tables are written when asked for. */
export type Store = {
  database: Database;
  dataDirectory: string;
  hostgroups: Hostgroups;
  variables: Map<string, string>;
  settings: Settings;
  users: RuntimeUser[];
  jobs: ScheduledJob[];
  checksums: Map<ChecksumName, Checksum>;
  /** Rows as last loaded of tables that runtime only keeps a copy of. */
  loaded: Map<string, Table>;
  /** Fills stats_ tables: table name to its rows now. */
  statistics: Map<string, () => (string | number | null)[][]>;
  /** Called after LOAD … TO RUNTIME of a module. */
  onLoad: (module: Module) => void;
  log: Log;
};

/** Writes the runtime_ and stats_ tables whose lower-case name stands in the text, as ProxySQL does before each statement. */
export function refreshTables(store: Store, text: string): void {
  if (text.includes('runtime_mysql_servers')) {
    replaceRows(store.database, 'main.runtime_mysql_servers', runtimeRows(store.hostgroups).map(serverValues));
  }
  if (text.includes('global_variables')) {
    replaceRows(store.database, 'main.runtime_global_variables', [...store.variables]);
  }
  if (text.includes('runtime_checksums_values')) {
    const rows = [...store.checksums.values()].map(({ name, version, epochS, checksum }) => [
      name,
      version,
      epochS,
      checksum,
    ]);
    replaceRows(store.database, 'main.runtime_checksums_values', rows);
  }
  for (const [name, { rows }] of store.loaded) {
    if (text.includes(`runtime_${name}`)) replaceRows(store.database, `main.runtime_${name}`, rows);
  }
  for (const [name, rowsNow] of store.statistics) {
    if (text.includes(name) || (name === 'stats_mysql_processlist' && /processlist/i.test(text))) {
      replaceRows(store.database, `stats.${name}`, rowsNow());
    }
  }
}

/** Runs SQL of a client. Throws an Error with SQLite's text. */
export function runSql(store: Store, sql: string, readOnly: boolean): SqlResult {
  if (!readOnly) return runFirstStatement(store.database, sql);
  store.database.exec('PRAGMA query_only = ON');
  try {
    return runFirstStatement(store.database, sql);
  } finally {
    store.database.exec('PRAGMA query_only = OFF');
  }
}

function createTables(store: Store): void {
  const { database } = store;
  database.exec("ATTACH DATABASE ':memory:' AS stats");
  database.exec("ATTACH DATABASE ':memory:' AS monitor");
  const create = (schema: string, tables: Record<string, string>): void => {
    for (const [name, columns] of Object.entries(tables)) {
      const known = database.get(`SELECT 1 FROM ${schema}.sqlite_master WHERE name=?`, [name]);
      if (known === null) database.exec(`CREATE TABLE ${schema}.${name} ${columns}`);
    }
  };
  create('main', { ...CONFIGURATION_TABLES, ...RUNTIME_TABLES });
  create('disk', CONFIGURATION_TABLES);
  create('stats', STATS_TABLES);
  create('monitor', MONITOR_TABLES);
}

function applyConfig(store: Store, config: StandInConfig): void {
  const variables = Object.entries({
    ...Object.fromEntries(Object.entries(config.adminVariables).map(([name, value]) => [`admin-${name}`, value])),
    ...Object.fromEntries(Object.entries(config.mysqlVariables).map(([name, value]) => [`mysql-${name}`, value])),
  });
  for (const [name, value] of variables) {
    store.database.run('INSERT OR REPLACE INTO main.global_variables VALUES (?,?)', [name, value]);
  }
  for (const user of config.users) {
    store.database.run('INSERT OR REPLACE INTO main.mysql_users(username,password,default_hostgroup) VALUES (?,?,?)', [
      user.username,
      user.password,
      user.defaultHostgroup,
    ]);
  }
  for (const module of Object.keys(MODULE_TABLES) as (keyof typeof MODULE_TABLES)[]) {
    transferModule(store, module, 'memory to disk');
  }
  store.database.exec('INSERT OR REPLACE INTO disk.global_variables SELECT * FROM main.global_variables');
}

/**
 * Opens the store of a data directory and brings everything to runtime, as ProxySQL does at start: what is on disk
 * comes back; the configuration counts only when there is no database yet, and is then saved.
 */
export function openStore(dataDirectory: string, config: StandInConfig, log: Log): Store {
  const file = join(dataDirectory, 'proxysql.db');
  const fresh = !existsSync(file);
  const variables = new Map(Object.entries(DEFAULT_VARIABLES));
  const store: Store = {
    database: openDatabase(file),
    dataDirectory,
    hostgroups: emptyHostgroups(),
    variables,
    settings: readSettings(variables),
    users: [],
    jobs: [],
    checksums: new Map(CHECKSUM_NAMES.map((name) => [name, { name, version: 0, epochS: 0, checksum: '' }])),
    loaded: new Map(),
    statistics: new Map(),
    onLoad: () => {},
    log,
  };
  createTables(store);
  store.database.run(
    `INSERT OR IGNORE INTO disk.global_variables VALUES ${[...variables].map(() => '(?,?)').join(',')}`,
    [...variables].flat(),
  );
  store.database.exec('INSERT OR REPLACE INTO main.global_variables SELECT * FROM disk.global_variables');
  for (const module of Object.keys(MODULE_TABLES) as (keyof typeof MODULE_TABLES)[]) {
    transferModule(store, module, 'disk to memory');
  }
  if (fresh) applyConfig(store, config);
  const modules: Module[] = [
    'admin variables',
    'mysql variables',
    'mysql users',
    'mysql query rules',
    'mysql servers',
    'scheduler',
    'proxysql servers',
  ];
  for (const module of modules) transferModule(store, module, 'memory to runtime');
  return store;
}
