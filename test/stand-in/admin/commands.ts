import { DEFAULT_VARIABLES } from './variables.ts';

/**
 * What ProxySQL's admin makes of a statement before SQLite sees it (admin_session_handler and the
 * admin_handler_command_* functions in ProxySQL_Admin.cpp). Pure: text in, action out.
 */

export type Module =
  | 'mysql servers'
  | 'mysql users'
  | 'mysql variables'
  | 'mysql query rules'
  | 'admin variables'
  | 'scheduler'
  | 'proxysql servers';

export type Direction = 'memory to runtime' | 'runtime to memory' | 'disk to memory' | 'memory to disk';

export type ProxysqlCommand = 'shutdown' | 'restart' | 'pause' | 'resume' | 'readonly' | 'readwrite' | 'flush';

export type AdminAction =
  | { kind: 'transfer'; module: Module; direction: Direction }
  | { kind: 'proxysql'; command: ProxysqlCommand }
  | { kind: 'ok'; info: string }
  | { kind: 'error'; message: string }
  | { kind: 'rows'; columns: string[]; rows: (string | null)[][] }
  | { kind: 'sql'; sql: string };

export type AdminContext = { user: string; address: string; readOnly: boolean; version: string };

const MODULES: Module[] = [
  'mysql servers',
  'mysql users',
  'mysql variables',
  'mysql query rules',
  'admin variables',
  'scheduler',
  'proxysql servers',
];

const DIRECTIONS: [RegExp, Direction][] = [
  [/^load (.+) (?:from memory|from mem|to runtime|to run)$/, 'memory to runtime'],
  [/^save (.+) (?:to memory|to mem|from runtime|from run)$/, 'runtime to memory'],
  [/^load (.+) (?:to memory|to mem|from disk)$/, 'disk to memory'],
  [/^save (.+) (?:from memory|from mem|to disk)$/, 'memory to disk'],
];

const PROXYSQL_COMMANDS: Record<string, ProxysqlCommand> = {
  'proxysql shutdown': 'shutdown',
  'proxysql kill': 'shutdown',
  'proxysql shutdown slow': 'shutdown',
  'proxysql restart': 'restart',
  'proxysql pause': 'pause',
  'proxysql resume': 'resume',
  'proxysql readonly': 'readonly',
  'proxysql readwrite': 'readwrite',
  'proxysql flush logs': 'flush',
  'proxysql flush query cache': 'flush',
  'proxysql flush configdb': 'flush',
};

const IGNORED_ANY_CASE = [
  'begin',
  'start transaction',
  'commit',
  'rollback',
  'set character_set_results',
  'set sql_auto_is_null',
  'set names',
  'set autocommit',
  'use ',
];

const IGNORED_AS_WRITTEN = [
  'LOCK TABLES',
  'UNLOCK TABLES',
  'SET SQL_QUOTE_SHOW_CREATE=1',
  'SET SESSION character_set_results',
  'SET SQL_SAFE_UPDATES=1',
];

/** One space between words, none around, no trailing semicolons: the form in which ProxySQL compares commands. */
export function squeeze(text: string): string {
  return text
    .replace(/[ \t\n\v\f\r]+/g, ' ')
    .trim()
    .replace(/[; ]+$/, '');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function transfer(lower: string): AdminAction | null {
  for (const [pattern, direction] of DIRECTIONS) {
    const name = pattern.exec(lower)?.[1];
    const module = MODULES.find((candidate) => candidate === name);
    if (module === undefined) continue;
    if (module.endsWith('variables') && direction.includes('disk')) {
      const [from, to] = direction === 'disk to memory' ? ['disk', 'main'] : ['main', 'disk'];
      const like = `${module.split(' ')[0]}-%`;
      return {
        kind: 'sql',
        sql: `INSERT OR REPLACE INTO ${to}.global_variables SELECT * FROM ${from}.global_variables WHERE variable_name LIKE '${like}'`,
      };
    }
    return { kind: 'transfer', module, direction };
  }
  return null;
}

function setVariable(squeezed: string): AdminAction {
  const entry = squeezed.slice('set '.length);
  const split = entry.indexOf('=');
  const name = (split === -1 ? entry : entry.slice(0, split)).trim();
  if (name === 'mysql-init_connect') {
    return {
      kind: 'error',
      message: `ERROR: Global variable '${name}' is not configurable using SET command. You must run UPDATE global_variables`,
    };
  }
  if (DEFAULT_VARIABLES[name] === undefined) {
    return { kind: 'ok', info: `ERROR: Unknown global variable: '${name}'.` };
  }
  const value = split === -1 ? '' : entry.slice(split + 1);
  return { kind: 'sql', sql: `UPDATE global_variables SET variable_value=${value} WHERE variable_name='${name}'` };
}

const VARIABLES_QUERY = 'SELECT variable_name AS Variable_name, variable_value AS Value FROM global_variables';

function show(squeezed: string, lower: string, context: AdminContext): string | null {
  const tables = (schema: string): string =>
    `SELECT name AS tables FROM ${schema}sqlite_master WHERE type='table' AND name NOT IN ('sqlite_sequence') ORDER BY name`;
  const inSchema = /^show tables (?:in|from) (.+)$/i.exec(squeezed)?.[1];
  const like = /^show tables like (.+)$/i.exec(squeezed)?.[1];
  const table = /^show create table (.+)$/i.exec(squeezed)?.[1];
  if (lower === 'show tables') return tables('');
  if (inSchema !== undefined) return tables(`${inSchema}.`);
  if (like !== undefined) {
    return `SELECT name AS tables FROM sqlite_master WHERE type='table' AND name LIKE '${like.replaceAll(/[\\`']/g, '')}'`;
  }
  if (table !== undefined) {
    const [first = '', second] = table.split('.', 2);
    const [schema, quotedName] = second === undefined ? ['main', first] : [first, second];
    const name = quotedName.replace(/^`(.+)`$/, '$1');
    return `SELECT name AS 'table' , REPLACE(REPLACE(sql,' , ', X'2C0A20202020'),'CREATE TABLE ${name} (','CREATE TABLE ${name} ('||X'0A20202020') AS 'Create Table' FROM ${schema}.sqlite_master WHERE type='table' AND name='${name}'`;
  }
  if (lower.startsWith("show global variables like 'version'")) {
    return `SELECT 'version' Variable_name, '${context.version}' Value FROM global_variables WHERE Variable_name='admin-version'`;
  }
  switch (lower) {
    case 'show databases':
    case 'show schemas':
      return 'PRAGMA DATABASE_LIST';
    case 'show mysql users':
      return 'SELECT * FROM mysql_users ORDER BY username, active DESC, username ASC';
    case 'show mysql servers':
      return 'SELECT * FROM mysql_servers ORDER BY hostgroup_id, hostname, port';
    case 'show global variables':
    case 'show all variables':
    case 'show variables':
      return `${VARIABLES_QUERY} ORDER BY variable_name`;
    case 'show admin variables':
      return `${VARIABLES_QUERY} WHERE variable_name LIKE 'admin-%' ORDER BY variable_name`;
    case 'show mysql variables':
      return `${VARIABLES_QUERY} WHERE variable_name LIKE 'mysql-%' ORDER BY variable_name`;
    case 'show mysql status':
      return 'SELECT Variable_Name AS Variable_name, Variable_Value AS Value FROM stats_mysql_global ORDER BY variable_name';
    case 'show full processlist':
      return 'SELECT * FROM stats_mysql_processlist';
    case 'show processlist':
      return 'SELECT SessionID, user, db, hostgroup, command, time_ms, SUBSTR(info,0,100) info FROM stats_mysql_processlist';
    default:
      return null;
  }
}

function select(squeezed: string, lower: string, context: AdminContext): string | null {
  if (lower === 'select @@version_comment limit 1') return "SELECT '(ProxySQL Admin Module)'";
  if (lower.startsWith("select concat(@@version, ' ', @@version_comment)")) {
    return `SELECT '${context.version} Admin Module'`;
  }
  const who = /^select (current_user|user)\(\)$/.exec(lower)?.[1];
  if (who !== undefined) return `SELECT ${quoted(`${context.user}@${context.address}`)} AS '${who}()'`;
  if (lower.startsWith('select @@sql_mode')) return `SELECT '' as '@@sql_mode'`;
  if (lower.startsWith('select connection_id()')) return "SELECT 0 AS 'CONNECTION_ID()'";
  if (lower === 'select database() as name') return "SELECT 'admin' AS 'name'";
  if (lower === 'select database(), user() limit 1') {
    return `SELECT 'admin' AS 'DATABASE()', ${quoted(context.user)} AS 'USER()'`;
  }
  if (lower.startsWith('select @@version')) return `SELECT '${context.version}' AS '@@version'`;
  if (lower.startsWith('select version()')) return `SELECT '${context.version}' AS 'version()'`;
  if (lower === 'select database()') return "SELECT 'admin' AS 'DATABASE()'";
  if (lower.startsWith('select @@max_allowed_packet')) {
    return "SELECT variable_value AS '@@max_allowed_packet' FROM global_variables WHERE variable_name='mysql-max_allowed_packet'";
  }
  if (/^select +@@[0-9a-z_-]+/.test(lower)) {
    return squeezed.replace(
      /^\w+ +@@([0-9A-Za-z_-]+) */,
      (_, name: string) =>
        `SELECT variable_value AS '@@${name}' FROM global_variables WHERE variable_name='${name}' COLLATE NOCASE UNION ALL SELECT variable_value AS '@@${name}' FROM stats.stats_mysql_global WHERE variable_name='${name}' COLLATE NOCASE`,
    );
  }
  return null;
}

/** Decides what a statement on the admin port is. `text` is what the client sent. */
export function interpret(text: string, context: AdminContext): AdminAction {
  const squeezed = squeeze(text);
  const lower = squeezed.toLowerCase();
  if (lower.startsWith("show global variables like 'read_only'")) {
    return {
      kind: 'rows',
      columns: ['Variable_name', 'Value'],
      rows: [['read_only', context.readOnly ? 'ON' : 'OFF']],
    };
  }
  if (lower.startsWith('select @@global.read_only')) {
    return { kind: 'rows', columns: ['@@global.read_only'], rows: [[context.readOnly ? '1' : '0']] };
  }
  const proxysql = PROXYSQL_COMMANDS[lower];
  if (proxysql !== undefined) return { kind: 'proxysql', command: proxysql };
  const moved = transfer(lower);
  if (moved !== null) return moved;
  if (
    IGNORED_ANY_CASE.some((start) => lower.startsWith(start)) ||
    IGNORED_AS_WRITTEN.some((start) => squeezed.startsWith(start)) ||
    /^\/\*!\d{5} (SET|PREPARE|EXECUTE|DEALLOCATE|SELECT|ALTER TABLE)/.test(squeezed)
  ) {
    return { kind: 'ok', info: '' };
  }
  if (lower.startsWith('show variables where') || lower.startsWith('show variables like')) {
    const rest = squeezed.slice('show variables '.length);
    const condition = /^where/i.test(rest) ? rest : rest.replace(/^like/i, 'WHERE variable_name LIKE');
    return { kind: 'sql', sql: `${VARIABLES_QUERY} ${condition}` };
  }
  if (lower.startsWith('set ')) return setVariable(squeezed);
  const rewritten = lower.startsWith('show ') ? show(squeezed, lower, context) : select(squeezed, lower, context);
  return { kind: 'sql', sql: rewritten ?? text };
}
