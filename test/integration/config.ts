/** The config of the runs in a scene. */
import { writeFileSync } from 'node:fs';
import { accountsOf } from '../lab/config-accounts.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import type { ProxySQL } from '../lab/proxysql.ts';
import { READER, WRITER } from './places.ts';

/** The least a config needs, for one cluster called shop. */
export function defaultConfig(proxysql: ProxySQL): Record<string, unknown> {
  return {
    ...accountsOf(proxysql),
    clusters: [{ name: 'shop', writerHostgroup: WRITER, readerHostgroup: READER }],
  };
}

/** `proxysql` of the config with other values: another address, another account. */
export function withAdmin(proxysql: ProxySQL, changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { proxysql: { ...accountsOf(proxysql).proxysql, ...changes } };
}

export function writeConfig(file: string, config: unknown, mode = 0o600): void {
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config), { mode });
}

/** `clusters` of the config with promotion rules for servers. */
export function withRules(
  rules: readonly (readonly [Pick<MysqlServer, 'endpoint'>, string])[],
): Record<string, unknown> {
  const promotionRules = Object.fromEntries(rules.map(([server, rule]) => [server.endpoint, rule]));
  return { clusters: [{ name: 'shop', writerHostgroup: WRITER, readerHostgroup: READER, promotionRules }] };
}
