// Kills, or freezes, the primary again and again under load, on one site that mends itself in between: npm run endure -- --kills 200
// Not part of the tests: it takes some ten seconds a round.
import { setTimeout as sleep } from 'node:timers/promises';
import minimist from 'minimist';
import { now } from '../demo/clock.ts';
import { countRows, longestGap } from '../demo/figures.ts';
import { median } from '../demo/median.ts';
import type { DemoOptions } from '../demo/options.ts';
import { type Sample, startSampler } from '../demo/samples.ts';
import {
  CLUSTER_NAME,
  installFile,
  placeFile,
  READER_HOSTGROUP,
  type Site,
  startDemoCluster,
  startDemoProxySQL,
  WRITER_HOSTGROUP,
} from '../demo/site.ts';
import { CREATE_WRITES_TABLE, startWriters, type Writers } from '../demo/writers.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { describeMysqld } from '../lab/mysqld-source.ts';
import { describeProxySQL } from '../lab/proxysql.ts';
import { waitUntil } from '../lab/wait.ts';

type Blow = 'kill' | 'freeze';

type Round = {
  readonly blow: Blow;
  readonly oldPrimary: string;
  readonly newPrimary: string;
  readonly gapMs: number;
  /** From the restart, or the thaw, until it serves reads again. */
  readonly rejoinMs: number;
};

/** Failovers follow one another at once here: that is the purpose. */
const NO_ANTI_FLAPPING = { recoveryPeriodBlockMs: 0, maxFailoversPerDay: 0 };
const OPTIONS: DemoOptions = {
  runs: 1,
  json: false,
  replicationHostgroups: false,
  intervalMs: 1000,
  asynchronous: false,
  measureCost: false,
};
const LONGEST_MS = 60_000;

const {
  kills,
  freezes,
  'replication-hostgroups': replicationHostgroups,
} = minimist(process.argv.slice(2), {
  default: { kills: 0, freezes: 0 },
  boolean: ['replication-hostgroups'],
});
const blows: Blow[] = [
  ...Array.from({ length: Number(kills) }, () => 'kill' as const),
  ...Array.from({ length: Number(freezes) }, () => 'freeze' as const),
];

async function endure(site: Site): Promise<boolean> {
  const { cluster, proxysql } = site;
  await cluster.primary.exec(CREATE_WRITES_TABLE);
  await cluster.caughtUp();
  await installFile(site, OPTIONS.intervalMs);
  const writers = startWriters(proxysql, () => undefined);
  const sampler = startSampler(site, () => undefined);
  const rounds: Round[] = [];
  try {
    for (const [index, blow] of blows.entries()) {
      await waitUntil(`all is well before round ${index + 1}`, () => isWell(site), LONGEST_MS);
      const round = await strike(site, writers, blow);
      rounds.push(round);
      const { oldPrimary, newPrimary, gapMs, rejoinMs } = round;
      console.log(
        `${index + 1}: ${blow} ${oldPrimary}: ${newPrimary} writes after ${gapMs} ms; ${oldPrimary} reads again after ${rejoinMs} ms`,
      );
    }
    await waitUntil('all is well at the end', () => isWell(site), LONGEST_MS);
  } finally {
    await writers.stop();
    await sampler.stop();
  }
  return tell(site, writers, sampler.samples, rounds);
}

/** A primary, a replica that confirms, everybody in a serving hostgroup. */
async function isWell({ cluster, proxysql }: Site): Promise<boolean> {
  const state = await proxysql
    .rows(`SELECT diagnosis FROM disk.proxysql_failover_state WHERE cluster = '${CLUSTER_NAME}' AND diagnosis IS NULL`)
    .catch(() => []);
  const serving = await proxysql.rows(
    `SELECT hostname FROM runtime_mysql_servers WHERE hostgroup_id IN (${WRITER_HOSTGROUP}, ${READER_HOSTGROUP}) AND status = 'ONLINE'`,
  );
  if (state.length === 0 || serving.length < cluster.servers.length) return false;
  const writer = await writerOf({ cluster, proxysql });
  const [status] = (await writer?.query("SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_source_status'")) ?? [];
  const [clients] = (await writer?.query("SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_source_clients'")) ?? [];
  return status?.Value === 'ON' && Number(clients?.Value) === cluster.servers.length - 1;
}

async function writerOf({ cluster, proxysql }: Pick<Site, 'cluster' | 'proxysql'>): Promise<MysqlServer | null> {
  const rows = await proxysql.rows(
    `SELECT hostname, port FROM runtime_mysql_servers WHERE hostgroup_id = ${WRITER_HOSTGROUP} AND status = 'ONLINE'`,
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) return null;
  return cluster.servers.find(({ endpoint }) => endpoint === `${row.hostname}:${row.port}`) ?? null;
}

async function strike(site: Site, writers: Writers, blow: Blow): Promise<Round> {
  const old = await writerOf(site);
  if (old === null) throw new Error('there is no writer to strike');
  await sleep(500 + Math.random() * OPTIONS.intervalMs);
  const struckAt = now();
  await (blow === 'kill' ? old.kill() : old.freeze());
  await waitUntil(
    `writes go on after ${blow} of ${old.name}`,
    () => writers.acknowledged.some(({ sentAt }) => sentAt > struckAt + 1),
    LONGEST_MS,
  );
  await waitUntil('another server is the writer', async () => ![null, old].includes(await writerOf(site)), LONGEST_MS);
  const newPrimary = await writerOf(site);
  // Long enough for whatever wakes up in the old one to do harm.
  await sleep(1000);
  const gapMs = longestGap(writers.acknowledged, struckAt)?.ms ?? Number.POSITIVE_INFINITY;
  const backAt = now();
  await (blow === 'kill' ? old.start({ 'read-only': 'ON', 'super-read-only': 'ON' }) : old.thaw());
  await waitUntil(`${old.name} serves reads again`, () => isWell(site), LONGEST_MS);
  return {
    blow,
    oldPrimary: old.name,
    newPrimary: newPrimary?.name ?? 'nobody',
    gapMs,
    rejoinMs: Math.round(now() - backAt),
  };
}

async function tell(
  site: Site,
  writers: Writers,
  samples: readonly Sample[],
  rounds: readonly Round[],
): Promise<boolean> {
  const primary = await writerOf(site);
  if (primary === null) throw new Error('there is no writer at the end');
  const others = site.cluster.servers.filter((server) => server !== primary);
  await site.cluster.caughtUp(30_000, primary, others);
  const stored = await idsOn(primary);
  const lost: number[] = [];
  for (const other of others) {
    const counts = countRows(writers.acknowledged, writers.failed, stored, await idsOn(other));
    console.log(
      `${counts.acknowledged} rows acknowledged, ${counts.lost} lost, ${counts.doubled} doubled, ${counts.missingOnReplica} missing on ${other.name}`,
    );
    lost.push(counts.lost, counts.doubled, counts.missingOnReplica);
  }
  for (const blow of ['kill', 'freeze'] as const) {
    const gaps = rounds.filter((round) => round.blow === blow).map(({ gapMs }) => gapMs);
    if (gaps.length > 0)
      console.log(
        `${gaps.length} times ${blow}: writes stood still ${median(gaps)} ms (median), ${Math.max(...gaps)} ms (most)`,
      );
  }
  const two = samples.filter(
    ({ onlineWriters, writable }) => onlineWriters.filter((name) => writable.includes(name)).length > 1,
  );
  console.log(`${samples.length} samples, moments with two servers that ProxySQL sends writes to: ${two.length}`);
  return lost.every((count) => count === 0) && two.length === 0;
}

async function idsOn(server: MysqlServer): Promise<Map<number, number>> {
  const rows = await server.query('SELECT id, COUNT(*) AS times FROM shop.writes GROUP BY id');
  return new Map(rows.map((row) => [Number(row.id), Number(row.times)]));
}

console.log(`${await describeMysqld()}; ${await describeProxySQL()}`);
const options = { ...OPTIONS, replicationHostgroups };
const cluster = await startDemoCluster(options);
try {
  const proxysql = await startDemoProxySQL(cluster, options);
  try {
    process.exitCode = (await endure({ cluster, proxysql, ...placeFile(proxysql, options, NO_ANTI_FLAPPING) })) ? 0 : 1;
  } catch (error) {
    console.log(proxysql.readLog().split('\n').slice(-60).join('\n'));
    throw error;
  } finally {
    await proxysql.destroy();
  }
} finally {
  await cluster.destroy();
}
