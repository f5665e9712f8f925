// The configuration of one laboratory ProxySQL, written as the real one reads it and as the stand-in does.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StandInConfig } from '../stand-in/config.ts';

export type ProxySQLConfig = {
  readonly dataDirectory: string;
  readonly credentials: readonly { readonly user: string; readonly password: string }[];
  readonly adminInterface: string;
  readonly clientInterface: string;
  readonly users: readonly ProxySQLUser[];
  /** Full names, `mysql-…` or `admin-…`, to values as text. */
  readonly variables: Readonly<Record<string, string>>;
};

export type ProxySQLUser = {
  readonly username: string;
  readonly password: string;
  readonly defaultHostgroup: number;
};

function variablesOf(config: ProxySQLConfig, module: 'admin' | 'mysql'): Record<string, string> {
  const credentials = config.credentials.map(({ user, password }) => `${user}:${password}`).join(';');
  const own: Record<string, string> =
    module === 'admin'
      ? { admin_credentials: credentials, mysql_ifaces: config.adminInterface }
      : { interfaces: config.clientInterface, threads: '2' };
  for (const [name, value] of Object.entries(config.variables)) {
    if (!/^(admin|mysql)-./.test(name))
      throw new Error(`"${name}" is no ProxySQL variable: admin-… or mysql-… expected`);
    if (name.startsWith(`${module}-`)) own[name.slice(module.length + 1)] = value;
  }
  return own;
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The text of a proxysql.cnf (libconfig syntax). */
export function cnfText(config: ProxySQLConfig): string {
  const group = (name: string, values: Record<string, string>) =>
    `${name}=\n{\n${Object.entries(values)
      .map(([key, value]) => `\t${key}=${quote(value)}\n`)
      .join('')}}\n`;
  const users = config.users.map(
    ({ username, password, defaultHostgroup }) =>
      `\t{ username=${quote(username)}, password=${quote(password)}, default_hostgroup=${defaultHostgroup} }`,
  );
  return [
    `datadir=${quote(config.dataDirectory)}\n`,
    group('admin_variables', variablesOf(config, 'admin')),
    group('mysql_variables', variablesOf(config, 'mysql')),
    `mysql_users=\n(\n${users.join(',\n')}\n)\n`,
  ].join('');
}

/** The same for the stand-in. */
export function standInConfig(config: ProxySQLConfig): StandInConfig {
  return {
    adminVariables: variablesOf(config, 'admin'),
    mysqlVariables: variablesOf(config, 'mysql'),
    users: config.users.map((user) => ({ ...user })),
  };
}

/** The version in what `proxysql --version` prints, undefined for anything else. */
export function proxysqlVersion(printed: string): string | undefined {
  return /ProxySQL version (\d+\.\d+\.\d+[^\s,]*)/.exec(printed)?.[1];
}

/** The command line of a real one; --no-version-check keeps it from asking the internet. */
export function proxysqlArguments(config: ProxySQLConfig): string[] {
  const cnf = join(config.dataDirectory, 'proxysql.cnf');
  if (!existsSync(cnf)) writeFileSync(cnf, cnfText(config), { mode: 0o600 });
  return ['-f', '--idle-threads', '--no-version-check', '-D', config.dataDirectory, '-c', cnf];
}
