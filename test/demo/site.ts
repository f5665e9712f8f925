// What a site has: three MySQL servers behind a ProxySQL, the built file alone in a directory, and its config.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountsOf } from '../lab/config-accounts.ts';
import { labPasswords } from '../lab/lab-accounts.ts';
import { newRunDirectory } from '../lab/lab-files.ts';
import { type MysqlCluster, startMysqlCluster } from '../lab/mysql-cluster.ts';
import { type MysqldOptions, semiSyncOptions } from '../lab/mysql-options.ts';
import { type ProxySQL, startProxySQL } from '../lab/proxysql.ts';
import { repositoryRoot } from '../lab/repository.ts';
import type { DemoOptions } from './options.ts';
import { runWithoutEnvironment } from './run-without-environment.ts';

export const CLUSTER_NAME = 'shop';
export const WRITER_HOSTGROUP = 10;
export const READER_HOSTGROUP = 20;
export const QUARANTINE_HOSTGROUP = 9010;

type ServerName = 'a' | 'b' | 'c';
export type DemoCluster = MysqlCluster<ServerName>;

export type Site = {
  readonly cluster: DemoCluster;
  readonly proxysql: ProxySQL;
  /** The built file, alone in its directory. */
  readonly file: string;
  readonly configFile: string;
};

/**
 * The primary waits for one replica before it acknowledges. Only the primary is a semi-synchronous source: a replica that is one
 * too lets its applier wait for replicas it does not have, 10 s by default.
 */
const asksForReceipt: MysqldOptions = { ...semiSyncOptions, 'loose-rpl-semi-sync-source-enabled': 'ON' };
const givesReceipt: MysqldOptions = { ...semiSyncOptions, 'loose-rpl-semi-sync-replica-enabled': 'ON' };

export function startDemoCluster({ asynchronous }: DemoOptions): Promise<DemoCluster> {
  const [primary, replica] = asynchronous ? [{}, {}] : [asksForReceipt, givesReceipt];
  return startMysqlCluster<ServerName>({
    a: { options: primary },
    b: { source: 'a', options: replica },
    c: { source: 'a', options: replica },
  });
}

/** A ProxySQL in front of the cluster that knows its servers, not yet the file. */
export async function startDemoProxySQL(cluster: DemoCluster, options: DemoOptions): Promise<ProxySQL> {
  const proxysql = await startProxySQL({
    monitor: { user: 'monitor', password: labPasswords.monitor },
    users: [{ username: 'app', password: labPasswords.app, defaultHostgroup: WRITER_HOSTGROUP }],
  });
  const hostgroupOf = (server: { readonly name: string }) =>
    server.name === cluster.primary.name ? WRITER_HOSTGROUP : READER_HOSTGROUP;
  const rows = cluster.servers.map((server) => `(${hostgroupOf(server)}, '${server.address}', ${server.port})`);
  try {
    if (options.replicationHostgroups) {
      await proxysql.exec(
        'INSERT INTO mysql_replication_hostgroups (writer_hostgroup, reader_hostgroup, comment) ' +
          `VALUES (${WRITER_HOSTGROUP}, ${READER_HOSTGROUP}, '${CLUSTER_NAME}')`,
      );
    }
    await proxysql.exec(
      `INSERT INTO mysql_servers (hostgroup_id, hostname, port) VALUES ${rows.join(', ')}`,
      'LOAD MYSQL SERVERS TO RUNTIME',
      'SAVE MYSQL SERVERS TO DISK',
    );
  } catch (error) {
    await proxysql.destroy();
    throw error;
  }
  return proxysql;
}

/** The built file alone in an empty directory, and a config of mode 0600 in another; `more` are further keys of it. */
export function placeFile(
  proxysql: ProxySQL,
  options: DemoOptions,
  more: Readonly<Record<string, unknown>> = {},
): { readonly file: string; readonly configFile: string } {
  const file = join(newRunDirectory('file'), 'proxysql-failover.cjs');
  copyFileSync(join(repositoryRoot(), 'dist', 'proxysql-failover.cjs'), file);
  const clusters = [{ name: CLUSTER_NAME, writerHostgroup: WRITER_HOSTGROUP, readerHostgroup: READER_HOSTGROUP }];
  const config = {
    ...accountsOf(proxysql),
    // With replication hostgroups the cluster is found there.
    ...(options.replicationHostgroups ? {} : { clusters }),
    ...more,
  };
  const configFile = join(newRunDirectory('config'), 'proxysql-failover.json');
  writeFileSync(configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  return { file, configFile };
}

/** True where the last run that had anything to remember found nothing the matter; not before the first run. */
export async function isSaidHealthy(proxysql: ProxySQL): Promise<boolean> {
  const rows = await proxysql
    .rows(`SELECT cluster FROM disk.proxysql_failover_state WHERE cluster = '${CLUSTER_NAME}' AND diagnosis IS NULL`)
    .catch(() => []);
  return rows.length === 1;
}

/** Puts the file into ProxySQL's scheduler table, the way a DBA would. */
export async function installFile({ file, configFile }: Site, intervalMs: number): Promise<void> {
  const options = [`--config=${configFile}`, `--interval-ms=${intervalMs}`, '--execute'];
  const { status, output } = await runWithoutEnvironment([process.execPath, file, 'install', ...options]);
  if (status !== 0) throw new Error(`install ended with status ${status}:\n${output.trim()}`);
}
