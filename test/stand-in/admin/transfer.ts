import { load, type ReplicationHostgroups, runtimeRows } from '../hostgroups/hostgroups.ts';
import { readSettings } from '../settings.ts';
import { type ChecksumName, checksumOf } from './checksums.ts';
import type { Direction, Module } from './commands.ts';
import { type Row, readTable, record, records, replaceRows, type Table } from './rows.ts';
import { clusterView, serverRow, serverValues } from './server-rows.ts';
import type { Store } from './store.ts';
import { acceptedValue } from './variables.ts';

/** Tables that LOAD and SAVE of a module move. Variables are rows of one table and handled apart. */
export const MODULE_TABLES: Record<Exclude<Module, 'mysql variables' | 'admin variables'>, string[]> = {
  'mysql servers': [
    'mysql_servers',
    'mysql_replication_hostgroups',
    'mysql_group_replication_hostgroups',
    'mysql_galera_hostgroups',
    'mysql_aws_aurora_hostgroups',
    'mysql_hostgroup_attributes',
    'mysql_servers_ssl_params',
  ],
  'mysql users': ['mysql_users'],
  'mysql query rules': ['mysql_query_rules', 'mysql_query_rules_fast_routing'],
  scheduler: ['scheduler'],
  'proxysql servers': ['proxysql_servers'],
};

function changeChecksum(store: Store, name: ChecksumName, rows: readonly unknown[], newVersion: boolean): void {
  const before = store.checksums.get(name);
  store.checksums.set(name, {
    name,
    version: (before?.version ?? 0) + (newVersion ? 1 : 0),
    epochS: Math.floor(Date.now() / 1000),
    checksum: checksumOf(rows),
  });
}

/** To be called when the monitor moved servers: content and epoch of `mysql_servers` change, the version does not. */
export function serversMoved(store: Store): void {
  changeChecksum(store, 'mysql_servers', clusterView(runtimeRows(store.hostgroups)), false);
}

function loadServers(store: Store): void {
  const rows = records(readTable(store.database, 'main.mysql_servers')).map(serverRow);
  const replication: ReplicationHostgroups[] = records(
    readTable(store.database, 'main.mysql_replication_hostgroups'),
  ).map((values) => ({
    writer: Number(values.writer_hostgroup),
    reader: Number(values.reader_hostgroup),
    checkType: (values.check_type ?? '').toLowerCase(),
    comment: values.comment ?? '',
  }));
  load(store.hostgroups, rows, replication, store.settings);
  for (const name of MODULE_TABLES['mysql servers'].slice(1))
    store.loaded.set(name, readTable(store.database, `main.${name}`));
  changeChecksum(store, 'mysql_servers_v2', clusterView(rows), true);
  changeChecksum(store, 'mysql_servers', clusterView(runtimeRows(store.hostgroups)), true);
}

function loadUsers(store: Store): void {
  const now = readTable(store.database, 'main.mysql_users');
  const active = records(now).filter((values) => values.active === '1');
  store.users = active
    .filter((values) => values.frontend === '1')
    .map((values) => ({
      username: values.username ?? '',
      password: values.password ?? '',
      defaultHostgroup: Number(values.default_hostgroup),
      defaultSchema: values.default_schema === '' ? null : (values.default_schema ?? null),
      transactionPersistent: values.transaction_persistent === '1',
    }));
  store.loaded.set('mysql_users', { columns: now.columns, rows: splitUsers(now) });
  changeChecksum(store, 'mysql_users', active, true);
}

/** runtime_mysql_users has a row for each side: first the backends', then the frontends'. */
function splitUsers(now: Table): Row[] {
  const backend = now.columns.indexOf('backend');
  const frontend = now.columns.indexOf('frontend');
  const active = now.columns.indexOf('active');
  const side = (kept: number, other: number): Row[] =>
    now.rows
      .filter((row) => row[active] === '1' && row[kept] === '1')
      .map((row) => row.map((value, index) => (index === other ? '0' : value)));
  return [...side(frontend, backend), ...side(backend, frontend)];
}

function loadJobs(store: Store): void {
  const now = readTable(store.database, 'main.scheduler');
  store.loaded.set('scheduler', now);
  store.jobs = now.rows
    .filter((row) => record(now, row).active === '1')
    .map((row) => {
      const values = record(now, row);
      const given = ['arg1', 'arg2', 'arg3', 'arg4', 'arg5'].map((name) => row[now.columns.indexOf(name)] ?? null);
      const end = given.indexOf(null);
      return {
        id: Number(values.id),
        intervalMs: Number(values.interval_ms),
        filename: values.filename ?? '',
        args: given.slice(0, end === -1 ? given.length : end).map((value) => value ?? ''),
      };
    });
}

function loadVariables(store: Store, module: 'mysql' | 'admin'): void {
  for (const { variable_name: name = '', variable_value: text = '' } of records(
    readTable(store.database, 'main.global_variables'),
  )) {
    if (!name.startsWith(`${module}-`)) continue;
    const value = acceptedValue(name, text);
    if (value === undefined) {
      store.database.run('DELETE FROM main.global_variables WHERE variable_name=?', [name]);
      continue;
    }
    const current = store.variables.get(name) ?? '';
    if (value === null && text !== current) {
      store.log(
        'WARNING',
        `Impossible to set variable ${name} with value "${text}". Resetting to current "${current}".`,
      );
    }
    store.variables.set(name, value ?? current);
    if (text === (value ?? current)) continue;
    store.database.run('UPDATE main.global_variables SET variable_value=? WHERE variable_name=?', [
      value ?? current,
      name,
    ]);
  }
  store.settings = readSettings(store.variables);
  const content = [...store.variables].filter(([name]) => name.startsWith(`${module}-`) && name !== 'mysql-threads');
  changeChecksum(store, module === 'mysql' ? 'mysql_variables' : 'admin_variables', content, true);
}

function toRuntime(store: Store, module: Module): void {
  switch (module) {
    case 'mysql servers':
      loadServers(store);
      break;
    case 'mysql users':
      loadUsers(store);
      break;
    case 'mysql variables':
      loadVariables(store, 'mysql');
      break;
    case 'admin variables':
      loadVariables(store, 'admin');
      break;
    case 'scheduler':
      loadJobs(store);
      break;
    case 'mysql query rules':
      for (const name of MODULE_TABLES[module]) store.loaded.set(name, readTable(store.database, `main.${name}`));
      changeChecksum(store, 'mysql_query_rules', store.loaded.get('mysql_query_rules')?.rows ?? [], true);
      break;
    case 'proxysql servers':
      store.loaded.set('proxysql_servers', readTable(store.database, 'main.proxysql_servers'));
      changeChecksum(store, 'proxysql_servers', store.loaded.get('proxysql_servers')?.rows ?? [], true);
      break;
  }
  store.onLoad(module);
}

function fromRuntime(store: Store, module: Module): void {
  if (module === 'mysql variables' || module === 'admin variables') {
    const prefix = module === 'mysql variables' ? 'mysql-' : 'admin-';
    for (const [name, value] of store.variables) {
      if (!name.startsWith(prefix)) continue;
      store.database.run('INSERT OR REPLACE INTO main.global_variables VALUES (?,?)', [name, value]);
    }
    return;
  }
  for (const name of MODULE_TABLES[module]) {
    if (name === 'mysql_servers') {
      const rows = runtimeRows(store.hostgroups).map((server) =>
        serverValues({ ...server, status: server.status === 'SHUNNED' ? 'ONLINE' : server.status }),
      );
      replaceRows(store.database, 'main.mysql_servers', rows);
    } else if (name === 'mysql_users') {
      const users = store.loaded.get(name);
      const frontend = users?.columns.indexOf('frontend') ?? -1;
      const backend = users?.columns.indexOf('backend') ?? -1;
      const rows = (users?.rows ?? []).filter((row) => row[frontend] === '1');
      replaceRows(
        store.database,
        'main.mysql_users',
        rows.map((row) => row.map((value, index) => (index === backend ? '1' : value))),
      );
    } else {
      replaceRows(store.database, `main.${name}`, store.loaded.get(name)?.rows ?? []);
    }
  }
}

function copyTables(store: Store, module: Module, from: 'main' | 'disk', to: 'main' | 'disk'): void {
  if (module === 'mysql variables' || module === 'admin variables') return;
  for (const name of MODULE_TABLES[module]) {
    store.database.exec(`DELETE FROM ${to}.${name}`);
    store.database.exec(`INSERT INTO ${to}.${name} SELECT * FROM ${from}.${name}`);
  }
}

/** LOAD and SAVE. Nothing is reported back: ProxySQL answers OK whatever happened. */
export function transferModule(store: Store, module: Module, direction: Direction): void {
  if (direction === 'memory to runtime') toRuntime(store, module);
  else if (direction === 'runtime to memory') fromRuntime(store, module);
  else if (direction === 'disk to memory') copyTables(store, module, 'disk', 'main');
  else copyTables(store, module, 'main', 'disk');
}
