// Kills, or freezes, the primary again and again under load: npm run endure -- --kills 200 --freezes 20
// The site mends itself between two kills. Where the killed primary comes back with a transaction that it had written and nobody had
// confirmed, it stays in quarantine, as it should, and the next kill has a new site; so has every freeze: what was under way in a frozen
// primary is committed when it thaws. Not part of the tests: it takes some fifteen seconds a round.
import { setTimeout as sleep } from 'node:timers/promises';
import minimist from 'minimist';
import { now } from '../demo/clock.ts';
import { countRows, longestGap } from '../demo/figures.ts';
import { median } from '../demo/median.ts';
import type { DemoOptions } from '../demo/options.ts';
import { type Sample, startSampler, writableWriters } from '../demo/samples.ts';
import {
  CLUSTER_NAME,
  installFile,
  isSaidHealthy,
  placeFile,
  READER_HOSTGROUP,
  type Site,
  startDemoCluster,
  startDemoProxySQL,
  WRITER_HOSTGROUP,
} from '../demo/site.ts';
import { writerOf } from '../demo/topology.ts';
import { CREATE_WRITES_TABLE, startWriters, storedIds, type Writers } from '../demo/writers.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { describeMysqld } from '../lab/mysqld-source.ts';
import { describeProxySQL } from '../lab/proxysql.ts';
import { waitUntil } from '../lab/wait.ts';

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
/** Long enough for whatever wakes up in the old primary to do harm. */
const AFTERWARDS_MS = 3000;

interface Kills {
  readonly gaps: readonly number[];
  readonly well: boolean;
}

/** As many rounds as the site endures. */
async function endureKills(site: Site, rounds: number): Promise<Kills> {
  const { writers, sampler } = await begin(site);
  const gaps: number[] = [];
  const diverged: MysqlServer[] = [];
  try {
    while (gaps.length < rounds && diverged.length === 0) {
      await waitUntil('all is well before the next round', () => isWell(site), LONGEST_MS);
      const { old, gapMs, newPrimary } = await strike(site, writers, (server) => server.kill());
      gaps.push(gapMs);
      const backAt = now();
      await old.start({ 'read-only': 'ON', 'super-read-only': 'ON' });
      await waitUntil(
        `${old.name} serves reads again`,
        async () => (await isWell(site)) || (await hasDiverged(site)),
        LONGEST_MS,
      );
      if (await hasDiverged(site)) diverged.push(old);
      const back =
        diverged.length > 0
          ? 'has a transaction of its own'
          : `reads again ${Math.round(now() - backAt)} ms after its start`;
      console.log(`${gaps.length}: ${old.name} killed, ${newPrimary} writes after ${gapMs} ms; ${old.name} ${back}`);
    }
  } finally {
    await writers.stop();
    await sampler.stop();
  }
  return { gaps, well: await tell(site, writers, sampler.samples, diverged) };
}

async function hasDiverged({ proxysql }: Site): Promise<boolean> {
  const rows = await proxysql.rows(
    `SELECT diagnosis FROM disk.proxysql_failover_state WHERE cluster = '${CLUSTER_NAME}'`,
  );
  return rows.some(({ diagnosis }) => diagnosis?.includes('and has transactions that') ?? false);
}

async function endureFreeze(site: Site, round: number): Promise<{ readonly gapMs: number; readonly well: boolean }> {
  const { writers, sampler } = await begin(site);
  let frozen: MysqlServer;
  let gap: number;
  try {
    await waitUntil(`all is well before freeze ${round}`, () => isWell(site), LONGEST_MS);
    const { old, gapMs, newPrimary } = await strike(site, writers, (server) => server.freeze());
    [frozen, gap] = [old, gapMs];
    await old.thaw();
    await sleep(AFTERWARDS_MS);
    console.log(`${round}: ${old.name} frozen, ${newPrimary} writes after ${gapMs} ms`);
  } finally {
    await writers.stop();
    await sampler.stop();
  }
  return { gapMs: gap, well: await tell(site, writers, sampler.samples, [frozen]) };
}

async function begin(site: Site) {
  await site.cluster.primary.exec(CREATE_WRITES_TABLE);
  await site.cluster.caughtUp();
  await installFile(site, OPTIONS.intervalMs);
  return { writers: startWriters(site.proxysql, () => undefined), sampler: startSampler(site, () => undefined) };
}

/** A primary, a replica that confirms, everybody in a serving hostgroup. */
async function isWell({ cluster, proxysql }: Site): Promise<boolean> {
  const serving = await proxysql.rows(
    `SELECT hostname FROM runtime_mysql_servers WHERE hostgroup_id IN (${WRITER_HOSTGROUP}, ${READER_HOSTGROUP}) AND status = 'ONLINE'`,
  );
  if (!(await isSaidHealthy(proxysql)) || serving.length < cluster.servers.length) return false;
  const writer = await writerOf({ cluster, proxysql });
  const [status] = (await writer?.query("SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_source_status'")) ?? [];
  const [clients] = (await writer?.query("SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_source_clients'")) ?? [];
  return status?.Value === 'ON' && Number(clients?.Value) === cluster.servers.length - 1;
}

interface Struck {
  readonly old: MysqlServer;
  readonly newPrimary: string;
  readonly gapMs: number;
}

async function strike(site: Site, writers: Writers, blow: (server: MysqlServer) => Promise<void>): Promise<Struck> {
  const old = await writerOf(site);
  if (old === null) throw new Error('there is no writer to strike');
  await sleep(500 + Math.random() * OPTIONS.intervalMs);
  const struckAt = now();
  await blow(old);
  await waitUntil(
    `writes go on without ${old.name}`,
    () => writers.acknowledged.some(({ sentAt }) => sentAt > struckAt + 1),
    LONGEST_MS,
  );
  await waitUntil('another server is the writer', async () => ![null, old].includes(await writerOf(site)), LONGEST_MS);
  const newPrimary = await writerOf(site);
  await sleep(1000);
  const gapMs = longestGap(writers.acknowledged, struckAt)?.ms ?? Number.POSITIVE_INFINITY;
  return { old, newPrimary: newPrimary?.name ?? 'nobody', gapMs };
}

/** True where nothing is lost and no moment had two writers. `asleep`: servers that cannot be asked. */
async function tell(
  site: Site,
  writers: Writers,
  samples: readonly Sample[],
  asleep: readonly MysqlServer[] = [],
): Promise<boolean> {
  const primary = await writerOf(site);
  if (primary === null) throw new Error('there is no writer at the end');
  const others = site.cluster.servers.filter((server) => server !== primary && !asleep.includes(server));
  await site.cluster.caughtUp(30_000, primary, others);
  const stored = await storedIds(primary);
  const wrong: number[] = [];
  for (const other of others) {
    const counts = countRows(writers.acknowledged, writers.failed, stored, await storedIds(other));
    console.log(
      `${counts.acknowledged} rows acknowledged, ${counts.lost} lost, ${counts.doubled} doubled, ${counts.missingOnReplica} missing on ${other.name}`,
    );
    wrong.push(counts.lost, counts.doubled, counts.missingOnReplica);
  }
  const two = samples.filter((sample) => writableWriters(sample).length > 1);
  console.log(`${samples.length} samples, moments with two servers that ProxySQL sends writes to: ${two.length}`);
  return wrong.every((count) => count === 0) && two.length === 0;
}

function tellGaps(blow: string, gaps: readonly number[]): void {
  if (gaps.length === 0) return;
  console.log(
    `${gaps.length} times ${blow}: writes stood still ${median(gaps)} ms (median), ${Math.max(...gaps)} ms (most)`,
  );
}

/** Whatever comes of it, nothing is left running. */
async function onNewSite<Result>(act: (site: Site) => Promise<Result>): Promise<Result> {
  const options = { ...OPTIONS, replicationHostgroups };
  const cluster = await startDemoCluster(options);
  try {
    const proxysql = await startDemoProxySQL(cluster, options);
    try {
      return await act({ cluster, proxysql, ...placeFile(proxysql, options, NO_ANTI_FLAPPING) });
    } catch (error) {
      console.log(proxysql.readLog().split('\n').slice(-60).join('\n'));
      throw error;
    } finally {
      await proxysql.destroy();
    }
  } finally {
    await cluster.destroy();
  }
}

console.log(`${await describeMysqld()}; ${await describeProxySQL()}`);
let allWell = true;
const killGaps: number[] = [];
while (killGaps.length < Number(kills)) {
  const ended = await onNewSite((site) => endureKills(site, Number(kills) - killGaps.length));
  killGaps.push(...ended.gaps);
  allWell &&= ended.well;
}
tellGaps('killed', killGaps);
const gaps: number[] = [];
for (let round = 1; round <= Number(freezes); round += 1) {
  const { gapMs, well } = await onNewSite((site) => endureFreeze(site, round));
  gaps.push(gapMs);
  allWell &&= well;
}
tellGaps('frozen', gaps);
process.exitCode = allWell ? 0 : 1;
