import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts';
import { withAdmin } from './config.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { writeOrders } from './servers.ts';
import { statementIn } from './statement-in.ts';

let scene: Scene<'a' | 'b'>;
let door: TcpProxy | null = null;

beforeAll(async () => {
  scene = await openScene(['a', 'b']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  await writeOrders(scene, 3);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await scene.killPrimary();
  return () => door?.close();
});

/** From the first LOAD on so many statements are carried out and not answered, or their connection is cut instead. */
async function openDoor(statements: number, instead: 'silence' | 'cut'): Promise<void> {
  let left: number | null = null;
  door = await openTcpProxy({ address: scene.proxysql.adminHost, port: scene.proxysql.adminPort }, (client, server) => {
    let isShut = false;
    client.on('data', (bytes) => {
      const statement = statementIn(bytes);
      if (left === null && statement?.startsWith('LOAD MYSQL SERVERS')) left = statements;
      if (statement !== null && left !== null && left > 0) {
        left -= 1;
        isShut = true;
      }
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (!isShut) client.write(bytes);
      else if (instead === 'cut') client.destroy();
    });
  });
  const { address, port } = door;
  scene.configure(withAdmin(scene.proxysql, { host: address, port }));
}

test('a run whose connection to ProxySQL is cut connects anew and finishes the failover', async () => {
  await openDoor(1, 'cut');
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, scene.cluster.server('b'), []);
});

test('a run to which ProxySQL gives no answer any more has failed, and the history says so; the next one finishes', async () => {
  await openDoor(2, 'silence');
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 1 });
  expect(ended.stdout).toMatch(/failed after \d+ ms: .*cannot look again: .*no answer within 5000 ms/);
  expect(await scene.proxysql.rows('SELECT outcome FROM disk.proxysql_failover_history')).toEqual([
    { outcome: 'failed' },
  ]);
  const next = await scene.run();
  expect(next, next.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, scene.cluster.server('b'), []);
});
