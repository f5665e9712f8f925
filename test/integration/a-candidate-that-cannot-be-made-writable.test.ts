import type { Connection } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MAKE_WRITABLE } from '../../src/mysql/statements.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { logOf } from './log.ts';
import { READER, serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { type Ended, openScene, type Scene } from './scene.ts';
import { ordersOf, privileges, replicaStatus, waitUntilReceived, writeOrders } from './servers.ts';
import { openStatementDoor } from './statement-door.ts';

let scene: Scene<'a' | 'b' | 'c'>;
let a: MysqlServer;
let b: MysqlServer;
let c: MysqlServer;
const backups: Connection[] = [];

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
  [a, b, c] = [scene.cluster.primary, scene.cluster.server('b'), scene.cluster.server('c')];
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  for (const backup of backups.splice(0)) backup.destroy();
  await scene.reset();
  for (const replica of [b, c]) await privileges(replica, 'GRANT SYSTEM_VARIABLES_ADMIN ON *.* TO');
  scene.configure(withRules([[b, 'prefer']]));
  await writeOrders(scene, 3);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

/** A session that has this lock until it ends. */
async function backUp(server: MysqlServer, lock: string): Promise<Connection> {
  const backup = await server.connect('root');
  await backup.query(lock);
  backups.push(backup);
  return backup;
}

function said(ended: Ended): string {
  return logOf(ended)
    .map(({ msg }) => msg)
    .join('\n');
}

async function outcomes(): Promise<unknown[]> {
  return scene.proxysql.rows('SELECT outcome, new_primary FROM disk.proxysql_failover_history');
}

async function expectNoWriter(): Promise<void> {
  for (const table of ['mysql_servers', 'runtime_mysql_servers', 'disk.mysql_servers']) {
    expect(await serversIn(scene.proxysql, table, WRITER), table).toEqual([]);
  }
  for (const replica of [b, c]) expect(await replica.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
}

/** c has taken the place of b, and b follows it. */
async function expectOther(
  ended: Ended,
  because: RegExp,
  thenSaid = 'could not be made the primary when it was tried',
): Promise<void> {
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(said(ended)).toMatch(because);
  expect(said(ended)).toContain(`candidate ${b.endpoint}: not chosen, it has the same transactions, and ${thenSaid}`);
  await expectPrimary(scene, c, [b]);
  expect(await ordersOf(c)).toEqual([1, 2, 3]);
  expect(await outcomes()).toEqual([{ outcome: 'recovered', new_primary: c.endpoint }]);
  await waitUntil('nothing is left to do', async () => (await scene.run()).stdout === '');
}

async function expectFollows(follower: MysqlServer, primary: MysqlServer): Promise<void> {
  await primary.exec('INSERT INTO shop.orders VALUES (1000)');
  await scene.cluster.caughtUp(10_000, primary, [follower]);
  expect(await ordersOf(follower)).toContain(1000);
}

describe('another one that has the same is promoted in the same run', () => {
  test('where the account lacks the privilege', async () => {
    await privileges(b, 'REVOKE SYSTEM_VARIABLES_ADMIN ON *.* FROM');
    await scene.killPrimary();
    await expectOther(await scene.run(), /failed after \d+ ms: .*Access denied; you need .*SYSTEM_VARIABLES_ADMIN/);
  });

  test('where a backup has locked the instance: it follows all the same', async () => {
    const backup = await backUp(b, 'LOCK INSTANCE FOR BACKUP');
    await scene.killPrimary();
    await expectOther(await scene.run(), /failed after \d+ ms: .* while the instance is locked for backup/);
    backup.destroy();
    await expectFollows(b, c);
  });

  test('where a global read lock keeps it from applying what it received', async () => {
    scene.configure({ ...withRules([[b, 'prefer']]), applyTimeoutMs: 1000 });
    const backup = await backUp(b, 'FLUSH TABLES WITH READ LOCK');
    await a.exec('DELETE FROM shop.orders WHERE id = 3', 'INSERT INTO shop.orders VALUES (3)');
    await scene.cluster.caughtUp(10_000, a, [c]);
    const executed = await a.value('SELECT @@GLOBAL.gtid_executed');
    await waitUntil('b has received everything', async () => {
      const { Retrieved_Gtid_Set: retrieved } = await replicaStatus(b);
      return (await b.value('SELECT GTID_SUBSET(?, ?)', [executed, retrieved])) === '1';
    });
    await scene.killPrimary();
    const because = /apply everything it received: failed after \d+ ms: .* still to be applied/;
    await expectOther(await scene.run(), because, 'had not applied all of them when it was tried');
    backup.destroy();
    await expectFollows(b, c);
  });
});

test('where its applier dies of what it received, nobody waits for it: another one is promoted at once', async () => {
  await b.exec(
    'STOP REPLICA SQL_THREAD',
    'SET GLOBAL super_read_only = OFF',
    'SET sql_log_bin = 0',
    'INSERT INTO shop.orders VALUES (4)',
    'SET sql_log_bin = 1',
    'SET GLOBAL super_read_only = ON',
  );
  await a.exec('INSERT INTO shop.orders VALUES (4)');
  await waitUntilReceived(a, [b]);
  await scene.cluster.caughtUp(10_000, a, [c]);
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.ms).toBeLessThan(5000);
  expect(said(ended)).toMatch(
    /apply everything it received: failed after \d+ ms: 1 transaction .*its applier has stopped: .*failed executing transaction/,
  );
  await expectPrimary(scene, c, []);
});

test('where none can be made writable, writes stand still; the run says why of each, and they are tried in turn', async () => {
  for (const replica of [b, c]) await privileges(replica, 'REVOKE SYSTEM_VARIABLES_ADMIN ON *.* FROM');
  await scene.killPrimary();
  for (const tried of [[b, c], [b]]) {
    const failed = await scene.run();
    expect(failed.status, failed.stdout).toBe(1);
    for (const { endpoint } of tried) {
      expect(said(failed)).toContain(`make ${endpoint} the primary: it takes writes: failed after`);
    }
    expect(logOf(failed).at(-1)?.msg).toMatch(/^failed after .* Access denied; you need .*SYSTEM_VARIABLES_ADMIN/);
    await expectNoWriter();
    expect(await outcomes()).toMatchObject([{ outcome: 'failed' }]);
  }
  await privileges(c, 'GRANT SYSTEM_VARIABLES_ADMIN ON *.* TO');
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, c, [b]);
  expect(await ordersOf(c)).toEqual([1, 2, 3]);
  expect(await outcomes()).toEqual([{ outcome: 'recovered', new_primary: c.endpoint }]);
});

test('one that has less is not promoted instead; when the backup is over the next run goes on', async () => {
  await c.exec('STOP REPLICA IO_THREAD');
  await a.exec('INSERT INTO shop.orders VALUES (4)');
  await scene.cluster.caughtUp(10_000, a, [b]);
  const backup = await backUp(b, 'LOCK INSTANCE FOR BACKUP');
  await scene.killPrimary();
  for (let run = 0; run < 2; run += 1) {
    const failed = await scene.run();
    expect(failed.status, failed.stdout).toBe(1);
    expect(logOf(failed).at(-1)?.msg).toContain('while the instance is locked for backup');
    await expectNoWriter();
  }
  backup.destroy();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  await scene.cluster.caughtUp(10_000, b, [c]);
  for (const server of [b, c]) expect(await ordersOf(server)).toEqual([1, 2, 3, 4]);
});

test('under a global read lock it is promoted: writes wait for the lock there, and nothing else takes them', async () => {
  const backup = await backUp(b, 'FLUSH TABLES WITH READ LOCK');
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  const writing = b.query('INSERT INTO shop.orders VALUES (4)');
  await waitUntil('the write waits', async () => {
    const connection = await b.connect('root');
    const [rows] = await connection.query(
      "SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE = 'Waiting for global read lock'",
    );
    await connection.end();
    return Array.isArray(rows) && rows.length === 1;
  });
  backup.destroy();
  await writing;
  await scene.cluster.caughtUp(10_000, b, [c]);
  expect(await ordersOf(c)).toEqual([1, 2, 3, 4]);
});

test('where the order gets no answer and arrives when another one was promoted, it comes too late', async () => {
  let isHeldUp = true;
  const door = await openStatementDoor(b, {
    judge: (statement) => (isHeldUp && statement === MAKE_WRITABLE[1] ? 'late' : 'pass'),
    turnedAway: () => undefined,
  });
  try {
    await scene.proxysql.exec(
      `UPDATE mysql_servers SET hostname = '${door.address}', port = ${door.port} WHERE hostname = '${b.address}'`,
      'LOAD MYSQL SERVERS TO RUNTIME',
      'SAVE MYSQL SERVERS TO DISK',
    );
    scene.configure({ clusters: [{ ...shop, promotionRules: { [door.endpoint]: 'prefer' } }] });
    const healthy = await scene.run();
    expect(healthy, healthy.stdout).toMatchObject({ status: 0 });
    await scene.killPrimary();
    const failed = await scene.run();
    expect(failed, failed.stdout).toMatchObject({ status: 1 });
    expect(said(failed)).toMatch(/make .* the primary: it takes writes: failed after \d+ ms: .* no answer within/);
    await expectNoWriter();
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    await expectPrimary(scene, c, []);

    isHeldUp = false;
    await door.letIn();
    expect(await b.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
    await scene.runUntil('b, which had forgotten its source, follows', async () => {
      return (await b.query('SHOW REPLICA STATUS'))[0]?.Replica_IO_Running === 'Yes';
    });
    await expectPrimary(scene, c, [b]);
  } finally {
    door.close();
  }
}, 60_000);

const shop = { name: 'shop', writerHostgroup: WRITER, readerHostgroup: READER };
