import { afterEach, expect, test } from 'vitest';
import { type MysqlCluster, startMysqlCluster } from './mysql-cluster.ts';
import { semiSyncOptions } from './mysql-options.ts';

let cluster: MysqlCluster<string> | undefined;
afterEach(async () => {
  await cluster?.destroy();
});

test('any tree: a chain, a server without binary log, one without log_replica_updates, semi-synchronous replication', async () => {
  cluster = await startMysqlCluster(
    {
      a: {},
      b: { source: 'a' },
      c: { source: 'b' },
      mute: { source: 'a', options: { 'skip-log-bin': '' } },
      deaf: { source: 'a', options: { 'log-replica-updates': 'OFF' } },
    },
    semiSyncOptions,
  );
  const [a, c] = [cluster.primary, cluster.server('c')];
  for (const round of [1, 2]) {
    await a.exec('CREATE TABLE shop.t (id INT PRIMARY KEY)', `INSERT INTO shop.t VALUES (${round})`);
    await cluster.caughtUp();
    expect(await c.value('SELECT id FROM shop.t')).toBe(String(round));
    expect((await c.query('SHOW REPLICA STATUS'))[0]).toMatchObject({ Source_Host: cluster.server('b').address });
    expect(await cluster.server('mute').value('SELECT @@log_bin')).toBe('0');
    expect(await cluster.server('deaf').value('SELECT @@log_replica_updates')).toBe('0');
    expect(await a.value('SELECT @@rpl_semi_sync_source_enabled')).toBe('0');
    await cluster.reset();
    for (const server of cluster.servers) expect(await server.value('SELECT @@GLOBAL.gtid_executed')).toBe('');
  }
}, 300_000);

test('a server that cannot start says why', async () => {
  const broken = startMysqlCluster({ a: { options: { 'no-such-option': '1' } } });
  await expect(broken).rejects.toThrow(/a did not start .*no-such-option/s);
}, 300_000);
