import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import { withRules } from './config.ts';
import { defaultPlaces } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { ordersOf, replicaStatus, uuidOf } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c' | 'other'>;

beforeAll(async () => {
  scene = await openScene<'a' | 'b' | 'c' | 'other'>({
    a: {},
    b: { source: 'a' },
    c: { source: 'a' },
    other: {},
  });
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  const { cluster } = scene;
  const [a, b, c, other] = [cluster.primary, cluster.server('b'), cluster.server('c'), cluster.server('other')];
  await scene.reset(defaultPlaces([a, b, c]));
  await c.exec(
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '${other.address}', SOURCE_PORT = ${other.port}, SOURCE_USER = 'repl',
       SOURCE_PASSWORD = '${labPasswords.repl}', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 7
       FOR CHANNEL 'billing'`,
    "START REPLICA FOR CHANNEL 'billing'",
  );
  await other.exec(
    'CREATE SCHEMA billing',
    'CREATE TABLE billing.bills (id INT PRIMARY KEY)',
    'INSERT INTO billing.bills VALUES (1)',
  );
  await a.exec('CREATE TABLE shop.orders (id INT PRIMARY KEY)', 'INSERT INTO shop.orders VALUES (1), (2)');
  await cluster.caughtUp(10_000, a, [b, c]);
  await cluster.caughtUp(10_000, other, [c]);
});

const SETTINGS = ['Source_Host', 'Source_Port', 'Source_User', 'Connect_Retry', 'Source_UUID', 'Channel_Name'];

async function otherChannel(): Promise<unknown> {
  const status = await replicaStatus(scene.cluster.server('c'), 'billing');
  return SETTINGS.map((column) => status[column]);
}

async function expectBillingGoesOn(): Promise<void> {
  const { cluster } = scene;
  const [c, other] = [cluster.server('c'), cluster.server('other')];
  await other.exec('INSERT INTO billing.bills VALUES (2)');
  await cluster.caughtUp(10_000, other, [c]);
  expect(await c.value('SELECT COUNT(*) FROM billing.bills')).toBe('2');
  expect(await replicaStatus(c, 'billing')).toMatchObject({ Replica_IO_Running: 'Yes', Replica_SQL_Running: 'Yes' });
}

/** The primary dies, and b or c takes its place; the run sends nothing to the source of the other channel. */
async function failOver(ruleOfB: 'prefer' | 'never'): Promise<void> {
  const [b, other] = [scene.cluster.server('b'), scene.cluster.server('other')];
  scene.configure(withRules([[b, ruleOfB]]));
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  const before = await otherChannel();
  const watch = await scene.watch();
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(await otherChannel()).toEqual(before);
  expect(await watch.sent(other)).toEqual([]);
  await expectBillingGoesOn();
}

test('when it is repointed', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  await failOver('prefer');
  await expectPrimary(scene, b, [c]);
  expect(await ordersOf(c)).toEqual([1, 2]);
});

test('when it is promoted', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  await failOver('never');
  await expectPrimary(scene, c, [b]);
  expect(await c.query('SHOW REPLICA STATUS')).toHaveLength(1);
  expect(await uuidOf(c)).toBe((await replicaStatus(b)).Source_UUID);
});
