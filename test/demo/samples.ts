// Who may write, looked at every 20 ms: the writer hostgroup as ProxySQL runs it, and read_only on every server.
import { setTimeout as sleep } from 'node:timers/promises';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { now } from './clock.ts';
import { median } from './median.ts';
import { type Site, WRITER_HOSTGROUP } from './site.ts';

const EVERY_MS = 20;
const ANSWER_MS = 500;

export type Sample = {
  readonly at: number;
  /** Rows of the writer hostgroup in runtime_mysql_servers, such as "a ONLINE". */
  readonly writerRows: readonly string[];
  /** Servers ONLINE in the writer hostgroup, by name. */
  readonly onlineWriters: readonly string[];
  /** Servers that answered with read_only OFF. */
  readonly writable: readonly string[];
};

export type Sampler = {
  readonly samples: readonly Sample[];
  readonly stop: () => Promise<void>;
};

export type WriterCounts = {
  readonly samples: number;
  readonly medianIntervalMs: number;
  readonly longestIntervalMs: number;
  /** The most servers ever seen ONLINE in the writer hostgroup. */
  readonly mostOnlineWriters: number;
  /** The most servers ever seen ONLINE in the writer hostgroup and with read_only OFF in one sample. */
  readonly mostWritableWriters: number;
  /** The most servers ever seen with read_only OFF, wherever they were. */
  readonly mostWritable: number;
};

export function startSampler(site: Site, onChange: (before: Sample, after: Sample) => void): Sampler {
  const samples: Sample[] = [];
  let stopping = false;
  const run = async (): Promise<void> => {
    while (!stopping) {
      const begin = now();
      // An admin session that is just being cut gives no sample; how long the pauses were is reported.
      const sample = await takeSample(site).catch(() => null);
      const before = samples.at(-1);
      if (sample !== null) samples.push(sample);
      if (sample !== null && before !== undefined) onChange(before, sample);
      await sleep(Math.max(1, EVERY_MS - (now() - begin)));
    }
  };
  const running = run();
  return {
    samples,
    stop: async () => {
      stopping = true;
      await running;
    },
  };
}

async function takeSample({ cluster, proxysql }: Site): Promise<Sample> {
  const [rows, writable] = await Promise.all([
    proxysql.rows(
      `SELECT hostname, port, status FROM runtime_mysql_servers WHERE hostgroup_id = ${WRITER_HOSTGROUP} ORDER BY hostname, port`,
    ),
    Promise.all(cluster.servers.map(isWritable)),
  ]);
  const nameOf = (endpoint: string) => cluster.servers.find((server) => server.endpoint === endpoint)?.name ?? endpoint;
  const writers = rows.map((row) => ({ name: nameOf(`${row.hostname}:${row.port}`), status: row.status ?? '' }));
  return {
    at: now(),
    writerRows: writers.map(({ name, status }) => `${name} ${status}`),
    onlineWriters: writers.filter(({ status }) => status === 'ONLINE').map(({ name }) => name),
    writable: cluster.servers.filter((_, index) => writable[index]).map(({ name }) => name),
  };
}

async function isWritable(server: MysqlServer): Promise<boolean> {
  if (server.state() !== 'running') return false;
  try {
    const [row] = await server.query('SELECT @@GLOBAL.read_only AS read_only', [], ANSWER_MS);
    return row !== undefined && Number(row.read_only) === 0;
  } catch {
    return false;
  }
}

/** Servers that ProxySQL sent writes to and that took them. */
export function writableWriters({ onlineWriters, writable }: Sample): string[] {
  return onlineWriters.filter((name) => writable.includes(name));
}

export function countWriters(samples: readonly Sample[]): WriterCounts {
  const intervals = samples.slice(1).map((sample, index) => sample.at - (samples[index]?.at ?? sample.at));
  const most = (count: (sample: Sample) => number) => samples.reduce((max, sample) => Math.max(max, count(sample)), 0);
  return {
    samples: samples.length,
    medianIntervalMs: intervals.length === 0 ? 0 : Math.round(median(intervals)),
    longestIntervalMs: Math.round(intervals.reduce((a, b) => Math.max(a, b), 0)),
    mostOnlineWriters: most(({ onlineWriters }) => onlineWriters.length),
    mostWritableWriters: most((sample) => writableWriters(sample).length),
    mostWritable: most(({ writable }) => writable.length),
  };
}
