/** What tests do to the MySQL servers and read from them, and the orders that they write there. */
import type { MysqlCluster } from '../lab/mysql-cluster.ts';
import type { MysqlServer, Row } from '../lab/mysql-server.ts';
import { waitUntil } from '../lab/wait.ts';

/** The only row of SHOW REPLICA STATUS, or the row of a channel. */
export async function replicaStatus(server: MysqlServer, channel?: string): Promise<Row> {
  const rows = await server.query('SHOW REPLICA STATUS');
  const found = channel === undefined ? rows : rows.filter((row) => row.Channel_Name === channel);
  const [row] = found;
  if (row === undefined || found.length > 1)
    throw new Error(`${server.name} has ${found.length} channels instead of one`);
  return row;
}

export function uuidOf(server: MysqlServer): Promise<string | undefined> {
  return server.value('SELECT @@server_uuid');
}

export async function waitUntilItReceives(replica: MysqlServer): Promise<void> {
  await waitUntil(`${replica.name} receives`, async () => (await replicaStatus(replica)).Replica_IO_Running === 'Yes');
}

/** Waits until each of these has received everything that the source has executed, applied or not. */
export async function waitUntilReceived(source: MysqlServer, replicas: readonly MysqlServer[]): Promise<void> {
  const executed = await source.value('SELECT @@GLOBAL.gtid_executed');
  for (const replica of replicas) {
    await waitUntil(`${replica.name} has received everything`, async () => {
      const { Retrieved_Gtid_Set: retrieved } = await replicaStatus(replica, '');
      const has = "SELECT GTID_SUBSET(?, CONCAT(?, ',', @@GLOBAL.gtid_executed))";
      return (await replica.value(has, [executed, retrieved])) === '1';
    });
  }
}

/** SIGKILL, and waits until every running replica of it has noticed. */
export async function killAndLetNotice(primary: MysqlServer, replicas: readonly MysqlServer[]): Promise<void> {
  await primary.kill();
  for (const replica of replicas) {
    if (replica.state() !== 'running') continue;
    await waitUntil(`${replica.name} notices that ${primary.name} is gone`, async () => {
      const channels = await replica.query('SHOW REPLICA STATUS');
      return channels
        .filter((channel) => channel.Source_Host === primary.address)
        .every((channel) => channel.Replica_IO_Running !== 'Yes');
    });
  }
}

/** Makes shop.orders with `count` rows on the primary, and waits until the replicas that run have them. */
export async function writeOrders({ cluster }: { readonly cluster: MysqlCluster }, count: number): Promise<void> {
  await cluster.primary.exec(
    'CREATE TABLE shop.orders (id INT PRIMARY KEY)',
    ...Array.from({ length: count }, (_, i) => `INSERT INTO shop.orders VALUES (${i + 1})`),
  );
  await cluster.caughtUp();
}

export async function ordersOf(server: MysqlServer): Promise<number[]> {
  return (await server.query('SELECT id FROM shop.orders ORDER BY id')).map(({ id }) => Number(id));
}

export interface Lock {
  /** Once; after that it does nothing. */
  readonly release: () => Promise<void>;
}

/** Until it is released no applier gets past a write to shop.orders on this server. */
export async function lockOrders(server: MysqlServer): Promise<Lock> {
  const connection = await server.connect('root');
  await connection.query('LOCK TABLES shop.orders READ');
  let isReleased = false;
  return {
    release: async () => {
      if (isReleased) return;
      isReleased = true;
      try {
        await connection.query('UNLOCK TABLES');
      } finally {
        connection.destroy();
      }
    },
  };
}

/** `statement` ends where the account comes. On this server alone: what is not in the binary log outlives the next beginning. */
export async function privileges(server: MysqlServer, statement: string): Promise<void> {
  await server.exec(
    'SET GLOBAL super_read_only = OFF',
    'SET sql_log_bin = 0',
    `${statement} 'failover'@'%'`,
    'SET sql_log_bin = 1',
    'SET GLOBAL super_read_only = ON',
  );
}
