import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { READER, SERVER_TABLES, serversIn } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { killAndLetNotice, waitUntilItReceives, waitUntilReceived, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

async function follow(replica: MysqlServer, source: MysqlServer): Promise<void> {
  await replica.exec(
    'STOP REPLICA',
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '${source.address}', SOURCE_PORT = ${source.port}, SOURCE_AUTO_POSITION = 1, ` +
      `SOURCE_USER = 'repl', SOURCE_PASSWORD = '${labPasswords.repl}', GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 1`,
    'START REPLICA',
  );
  await waitUntilItReceives(replica);
}

test('a run after every statement stays out of the way, then the rows follow; the next failover is not held up', async () => {
  const { cluster, proxysql } = scene;
  const [a, b, c] = [cluster.server('a'), cluster.server('b'), cluster.server('c')];
  const byHand = [
    () => a.exec('SET GLOBAL super_read_only = ON'),
    () => waitUntilReceived(a, [b]),
    () => b.exec('STOP REPLICA'),
    () => b.exec('RESET REPLICA ALL'),
    () => b.exec('SET GLOBAL super_read_only = OFF', 'SET GLOBAL read_only = OFF'),
  ];
  for (const statement of byHand) {
    await statement();
    const ended = await scene.run();
    expect(ended, `${statement}: ${ended.stdout}`).toMatchObject({ status: 3 });
  }
  await follow(a, b);
  const followed = await scene.run();
  expect(followed, followed.stdout).toMatchObject({ status: 0 });
  expect(followed.stdout).toContain(`another host or a person has made ${b.endpoint} the primary`);
  await follow(c, b);
  expect(await scene.run()).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [a, c]);
  for (const table of SERVER_TABLES) expect(await serversIn(proxysql, table, READER)).toEqual([a.endpoint, c.endpoint]);

  await killAndLetNotice(b, [a, c]);
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.stdout).toContain(`in place of ${b.endpoint}`);
});
