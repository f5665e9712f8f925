// One failover from the kill to the last count.
import { setTimeout as sleep } from 'node:timers/promises';
import { isReplicating } from '../lab/mysql-cluster.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { waitUntil } from '../lab/wait.ts';
import { now } from './clock.ts';
import { countErrors, countRows, findFaults, longestGap, type RowCounts, type RunFigures } from './figures.ts';
import type { DemoOptions } from './options.ts';
import { countWriters, type Sample, startSampler } from './samples.ts';
import { installFile, isSaidHealthy, type Site, WRITER_HOSTGROUP } from './site.ts';
import { openTimeline, type Timeline, type TimelineEvent } from './timeline.ts';
import { follows, lookAtTopology, type ServerPlace, writerOf } from './topology.ts';
import { CREATE_WRITES_TABLE, startWriters, storedIds, WRITERS, type Writers } from './writers.ts';

const WRITE_BEFORE_MS = 1500;
const WRITE_AFTER_MS = 1500;
const LONGEST_FAILOVER_MS = 20_000;
/** The scheduler looks every 500 ms what is due, so a period has up to that more than interval_ms. */
const SCHEDULER_POLL_MS = 500;
/** A pause between two acknowledged writes that is worth telling. */
const STILL_MS = 150;

/** Gets the story while it happens. */
export type Narrator = {
  readonly step: (text: string) => void;
  readonly topology: (title: string, places: readonly ServerPlace[]) => void;
  readonly event: (event: TimelineEvent, msAfterKill: number) => void;
};

export async function failOver(site: Site, options: DemoOptions, narrator: Narrator): Promise<RunFigures> {
  const { cluster, proxysql } = site;
  const { primary } = cluster;
  await primary.exec(CREATE_WRITES_TABLE);
  await cluster.caughtUp();
  await installFile(site, options.intervalMs);
  narrator.step(`Installed the file in ProxySQL's scheduler table: every ${options.intervalMs} ms`);

  let killedAt = Number.POSITIVE_INFINITY;
  const closing: (() => void | Promise<void>)[] = [];
  try {
    const timeline = openTimeline(proxysql.logFile, (event) => narrator.event(event, event.at - killedAt));
    closing.push(timeline.end);
    const writers = startWriters(proxysql, (failure) => {
      if (writers.failed.length === 1) timeline.add('seen', `first error of a client: ${failure.message}`, failure.at);
    });
    closing.push(writers.stop);
    const sampler = startSampler(site, (before, after) => tellChange(timeline, before, after));
    closing.push(sampler.stop);

    await waitUntilUnderWay(site, writers, options);
    const before = await lookAtTopology(site);
    narrator.topology(`Before: ${writers.acknowledged.length} rows written by ${WRITERS} clients so far`, before);

    await sleep(Math.random() * (options.intervalMs + SCHEDULER_POLL_MS));
    const killing = primary.kill();
    killedAt = now();
    timeline.add('seen', `kill -9 ${primary.pid()}: MySQL on ${primary.name} (${primary.endpoint})`, killedAt);
    await killing;

    await waitUntilOver(site, writers, timeline, killedAt);
    await writers.stop();
    const writer = await writerOf(site);
    const newPrimary = writer === primary ? null : writer;
    const rows = newPrimary === null ? null : await compareRows(site, writers, newPrimary);
    await sampler.stop();
    timeline.end();
    const after = await lookAtTopology(site);
    narrator.topology('After', after);

    const others = after.filter(({ name }) => name !== primary.name && name !== newPrimary?.name);
    const figures: Omit<RunFigures, 'faults'> = {
      oldPrimary: primary.name,
      newPrimary: newPrimary?.name ?? null,
      gap: longestGap(writers.acknowledged, killedAt),
      rows,
      clientErrors: countErrors(writers.failed),
      failedConnections: writers.failedConnections(),
      otherReplicaFollows: newPrimary !== null && others.every((place) => follows(place, newPrimary.name)),
      writers: countWriters(sampler.samples),
      recovery: await lastRecovery(site),
      before,
      after,
      timeline: timeline
        .events()
        .map(({ at, source, text, details }) => ({ msAfterKill: Math.round(at - killedAt), source, text, details })),
    };
    return { ...figures, faults: findFaults(figures) };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** The scheduler has run the file once and found all well, every replica replicates, and clients write. */
async function waitUntilUnderWay({ cluster, proxysql }: Site, writers: Writers, options: DemoOptions): Promise<void> {
  await waitUntil(
    'the scheduler has run the file once (disk.proxysql_failover_state has a row)',
    () => isSaidHealthy(proxysql),
    options.intervalMs + 15_000,
  );
  await Promise.all(
    cluster.replicas.map((replica) =>
      waitUntil(`${replica.name} replicates`, async () => (await isReplicating(replica)) && (await hasRows(replica))),
    ),
  );
  if (!options.asynchronous) {
    const status = "SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_source_status'";
    await waitUntil('replication is semi-synchronous', async () => {
      const [row] = await cluster.primary.query(status);
      return row?.Value === 'ON';
    });
  }
  const enough = writers.acknowledged.length + 100;
  await Promise.all([
    sleep(WRITE_BEFORE_MS),
    waitUntil('clients write through ProxySQL', () => writers.acknowledged.length >= enough),
  ]);
}

async function hasRows(server: MysqlServer): Promise<boolean> {
  return (await server.value('SELECT id FROM shop.writes LIMIT 1')) !== undefined;
}

/** Writes have gone on for a while and the file has written its history; or it takes too long, and the figures will say so. */
async function waitUntilOver(site: Site, writers: Writers, timeline: Timeline, killedAt: number): Promise<void> {
  const { acknowledged } = writers;
  let seen = acknowledged.length;
  let last = acknowledged.at(-1)?.at ?? killedAt;
  let goesOnAt = Number.POSITIVE_INFINITY;
  while (now() - killedAt < LONGEST_FAILOVER_MS) {
    for (; seen < acknowledged.length; seen++) {
      const { sentAt, at } = acknowledged[seen] ?? { sentAt: killedAt, at: last };
      const first = sentAt > killedAt && goesOnAt === Number.POSITIVE_INFINITY;
      if (first) goesOnAt = at;
      // A later standstill belongs to the story too.
      if (first || (sentAt > killedAt && at - last > STILL_MS)) {
        timeline.add('seen', `a write is acknowledged again, ${Math.round(at - last)} ms after the last one`, at);
      }
      last = at;
    }
    if (now() - goesOnAt > WRITE_AFTER_MS && (await lastRecovery(site)) !== null) return;
    await sleep(20);
  }
}

function tellChange(timeline: Timeline, before: Sample, after: Sample): void {
  const rows = after.writerRows.join(', ');
  if (rows !== before.writerRows.join(', ')) {
    timeline.add('seen', `writer hostgroup ${WRITER_HOSTGROUP} at runtime: ${rows || 'empty'}`, after.at);
  }
  for (const name of after.writable) {
    if (!before.writable.includes(name)) timeline.add('seen', `${name} is writable`, after.at);
  }
}

async function compareRows({ cluster }: Site, writers: Writers, newPrimary: MysqlServer): Promise<RowCounts> {
  const others = cluster.replicas.filter((server) => server !== newPrimary);
  // One that does not catch up is found by the count.
  await cluster.caughtUp(5000, newPrimary, others).catch(() => undefined);
  const stored = await storedIds(newPrimary);
  const counts = await Promise.all(
    others.map(async (other) => countRows(writers.acknowledged, writers.failed, stored, await storedIds(other))),
  );
  const [first] = counts;
  return first ?? countRows(writers.acknowledged, writers.failed, stored, stored);
}

async function lastRecovery({ proxysql }: Site): Promise<RunFigures['recovery']> {
  try {
    const rows = await proxysql.rows(
      'SELECT outcome, duration_ms FROM disk.proxysql_failover_history ORDER BY started_at DESC LIMIT 1',
    );
    const [row] = rows;
    return row === undefined ? null : { outcome: row.outcome ?? '', ms: Number(row.duration_ms) };
  } catch {
    // No such table: nothing has been recovered yet.
    return null;
  }
}
