// The demo's words for a person. Plain text, a line as soon as it is true.
import type { Narrator } from './failover.ts';
import type { RunFigures } from './figures.ts';
import { type Comparison, CPU_TARGET, type HealthyRunCost, MEMORY_TARGET } from './healthy-run-cost.ts';
import { median } from './median.ts';
import { WRITER_HOSTGROUP } from './site.ts';
import { describePlace } from './topology.ts';

export type Print = (line: string) => void;

export function narrate(print: Print): Narrator {
  let timelineBegun = false;
  return {
    step: print,
    topology: (title, places) => {
      print('');
      print(title);
      for (const place of places) print(`  ${describePlace(place)}`);
    },
    event: ({ source, text, details }, msAfterKill) => {
      // Before the kill there is nothing to tell but what is wrong.
      if (msAfterKill === Number.NEGATIVE_INFINITY) return print(`  ${source}: ${text}`);
      if (!timelineBegun) {
        print('');
        print(
          "Timeline: seconds from the kill; log: the file's own lines in ProxySQL's log; seen: watched from outside",
        );
      }
      timelineBegun = true;
      const seconds = `${msAfterKill < 0 ? '-' : '+'}${(Math.abs(msAfterKill) / 1000).toFixed(3)}`;
      print(`  ${seconds.padStart(8)}  ${source.padEnd(4)}  ${text}`);
      for (const line of details) print(`                    - ${line}`);
    },
  };
}

export function printFigures(figures: RunFigures, print: Print): void {
  const { gap, rows, writers, recovery, newPrimary } = figures;
  const line = (name: string, value: string) => print(`  ${name.padEnd(26)} ${value}`);
  print('');
  print('Figures');
  line('writes stood still', gap === null ? 'to the end' : `${gap.ms} ms between two acknowledged writes`);
  line('from the kill to a write', gap === null ? 'never' : `${gap.untilFirstWriteMs} ms`);
  line('the file needed', recovery === null ? 'no recovery in its history' : `${recovery.ms} ms (${recovery.outcome})`);
  if (rows !== null) {
    line('acknowledged rows', `${rows.acknowledged}, of which lost on ${newPrimary}: ${rows.lost}`);
    line('rows doubled', String(rows.doubled));
  }
  const failed = figures.clientErrors.reduce((sum, { count }) => sum + count, 0);
  const stored = rows === null || failed === 0 ? '' : `, of which stored nevertheless: ${rows.storedThoughFailed}`;
  line('statements that failed', `${failed}${stored}`);
  for (const { message, count } of figures.clientErrors) print(`    ${count} x ${message}`);
  if (figures.failedConnections > 0) line('connections that failed', String(figures.failedConnections));
  const follows = figures.otherReplicaFollows
    ? `follows ${newPrimary} (Source_UUID = its server_uuid, both threads run)`
    : 'DOES NOT FOLLOW the new primary';
  line('the other replica', `${follows}${rows === null ? '' : `, rows missing: ${rows.missingOnReplica}`}`);
  line('writers at once', `at most ${writers.mostOnlineWriters} ONLINE in hostgroup ${WRITER_HOSTGROUP}`);
  line('', `at most ${writers.mostWritableWriters} of them writable`);
  line(
    '',
    `${writers.samples} samples, one each ${writers.medianIntervalMs} ms, longest pause ${writers.longestIntervalMs} ms`,
  );
}

export function printVerdict(figures: RunFigures, print: Print): void {
  print('');
  if (figures.faults.length === 0)
    print('All well: failed over, nothing lost, the other replica follows, never two writers.');
  for (const fault of figures.faults) print(`NOT WELL: ${fault}`);
}

export function printCost(cost: HealthyRunCost, print: Print): void {
  const line = (name: string, unit: string, { healthyRun, bareNode, ratio }: Comparison, target: number | null) => {
    const wanted =
      target === null ? '' : ` (at most ${target.toFixed(1)} is wanted${ratio > target ? ': TOO MUCH' : ''})`;
    print(
      `  ${name.padEnd(17)} ${healthyRun} ${unit}, node -e 0: ${bareNode} ${unit}, ${ratio.toFixed(2)} times${wanted}`,
    );
  };
  print('');
  print(`What a healthy run costs (whole process, ${cost.runs} of each)`);
  line('CPU', 'ms', cost.cpuMs, CPU_TARGET);
  line('CPU, file alone', 'ms', cost.cpuMsOfFileAlone, null);
  line('peak memory', 'MB', cost.peakMemoryMb, MEMORY_TARGET);
  print(`  measured: ${cost.howMeasured}`);
  if (cost.says !== '') print(`  NOT WELL: a healthy run writes into ProxySQL's log: ${cost.says}`);
}

const COLUMNS = [
  'run',
  'gap ms',
  'kill to write ms',
  'acknowledged',
  'lost',
  'doubled',
  'errors',
  'most writers',
  'follows',
  'well',
];

export function printTableHead(print: Print): void {
  print('');
  print(COLUMNS.join('  '));
}

export function printTableRow(run: number, figures: RunFigures, print: Print): void {
  const { gap, rows, writers } = figures;
  const cells = [
    run,
    gap?.ms ?? 'none',
    gap?.untilFirstWriteMs ?? 'none',
    rows?.acknowledged ?? '?',
    rows?.lost ?? '?',
    rows?.doubled ?? '?',
    figures.clientErrors.reduce((sum, { count }) => sum + count, 0),
    writers.mostOnlineWriters,
    figures.otherReplicaFollows ? 'yes' : 'NO',
    figures.faults.length === 0 ? 'yes' : 'NO',
  ];
  print(cells.map((cell, column) => String(cell).padStart(COLUMNS[column]?.length ?? 0)).join('  '));
}

export type Summary = {
  readonly runs: number;
  readonly well: number;
  readonly medianGapMs: number | null;
  readonly maxGapMs: number | null;
  readonly lost: number;
};

export function summarise(all: readonly RunFigures[]): Summary {
  const gaps = all.flatMap(({ gap }) => gap?.ms ?? []);
  return {
    runs: all.length,
    well: all.filter(({ faults }) => faults.length === 0).length,
    // A run without any later write has no gap to count: then neither has the whole.
    medianGapMs: gaps.length === all.length ? Math.round(median(gaps)) : null,
    maxGapMs: gaps.length === all.length ? Math.max(...gaps) : null,
    lost: all.reduce((sum, { rows }) => sum + (rows?.lost ?? 0), 0),
  };
}

export function printSummary({ runs, well, medianGapMs, maxGapMs, lost }: Summary, print: Print): void {
  print('');
  print(
    `${well} of ${runs} runs well; writes stood still: median ${medianGapMs ?? '?'} ms, longest ${maxGapMs ?? '?'} ms; lost: ${lost}`,
  );
}
