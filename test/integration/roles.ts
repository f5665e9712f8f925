/** Who is the primary in a scene, and who follows. */
import { expect } from 'vitest';
import type { MysqlServer } from '../lab/mysql-server.ts';
import type { ProxySQL } from '../lab/proxysql.ts';
import { SERVER_TABLES, serversIn, WRITER } from './places.ts';
import { replicaStatus, uuidOf } from './servers.ts';

/** Which of two replicas takes writes now, and which does not. */
export async function whoWasPromoted(
  one: MysqlServer,
  other: MysqlServer,
): Promise<{ readonly promoted: MysqlServer; readonly follower: MysqlServer }> {
  const takesWrites = (await one.value('SELECT @@GLOBAL.read_only')) === '0';
  return takesWrites ? { promoted: one, follower: other } : { promoted: other, follower: one };
}

/** The servers take writes as they should, the others follow, and ProxySQL knows it everywhere. */
export async function expectPrimary(
  { proxysql }: { readonly proxysql: ProxySQL },
  primary: MysqlServer,
  followers: readonly MysqlServer[],
): Promise<void> {
  expect(
    await primary.query('SELECT @@GLOBAL.read_only AS read_only, @@GLOBAL.super_read_only AS super_read_only'),
  ).toEqual([{ read_only: 0, super_read_only: 0 }]);
  const sourceUuid = await uuidOf(primary);
  for (const follower of followers) {
    expect(await replicaStatus(follower, '')).toMatchObject({
      Replica_IO_Running: 'Yes',
      Replica_SQL_Running: 'Yes',
      Source_UUID: sourceUuid,
    });
    expect(await follower.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
  }
  for (const table of SERVER_TABLES) {
    expect(await serversIn(proxysql, table, WRITER), table).toEqual([primary.endpoint]);
  }
}
