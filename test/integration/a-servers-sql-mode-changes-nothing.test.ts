import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withRules } from './config.ts';
import { said } from './log.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { replicaStatus, uuidOf, writeOrders } from './servers.ts';

/** Every one that changes how a statement is read or what it returns. */
const SQL_MODE =
  'ANSI_QUOTES,HIGH_NOT_PRECEDENCE,IGNORE_SPACE,NO_BACKSLASH_ESCAPES,NO_UNSIGNED_SUBTRACTION,ONLY_FULL_GROUP_BY,' +
  'PAD_CHAR_TO_FULL_LENGTH,PIPES_AS_CONCAT,REAL_AS_FLOAT,STRICT_ALL_TABLES';
const ACCOUNT = { user: 're\\pl', password: "it's a \\secret\\" };

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c'], { servers: { 'sql-mode': SQL_MODE } });
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  scene.configure({ ...withRules([[scene.cluster.server('b'), 'prefer']]), replication: ACCOUNT });
  await writeOrders(scene, 3);
});

test('a failover and the return of the old primary, with backslashes in the account of replication', async () => {
  const { cluster } = scene;
  const [a, b, c] = [cluster.primary, cluster.server('b'), cluster.server('c')];
  await a.exec(
    `CREATE USER '${ACCOUNT.user}'@'%' IDENTIFIED BY '${ACCOUNT.password.replaceAll("'", "''")}'`,
    `GRANT REPLICATION SLAVE ON *.* TO '${ACCOUNT.user}'@'%'`,
  );
  await cluster.caughtUp(10_000);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await scene.killPrimary();
  const failover = await scene.run();
  expect(failover, failover.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  await a.start();
  const rejoin = await scene.run('--log-level', 'debug');
  expect(rejoin, rejoin.stdout).toMatchObject({ status: 0 });
  expect(said(rejoin)).not.toContain('secret');
  expect(await replicaStatus(a)).toMatchObject({
    Replica_IO_Running: 'Yes',
    Source_UUID: await uuidOf(b),
    Source_User: ACCOUNT.user,
  });
});
