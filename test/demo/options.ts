// What was typed after `npm run demo --`.
import minimist from 'minimist';

export type DemoOptions = {
  readonly runs: number;
  readonly json: boolean;
  /** Placement by `mysql_replication_hostgroups` and ProxySQL's read_only monitor, instead of by mysql_servers alone. */
  readonly replicationHostgroups: boolean;
  readonly intervalMs: number;
  /** Without semi-synchronous replication: MySQL itself may then lose what it acknowledged. */
  readonly asynchronous: boolean;
  readonly measureCost: boolean;
};

export const DEMO_HELP = `npm run demo -- [options]

  --replication-hostgroups   mysql_replication_hostgroups in use, so that ProxySQL's monitor moves servers too
  --interval-ms N            how often ProxySQL starts the file, 100 to 5000 (default 1000)
  --runs N                   N demos one after the other, and a table (default 1)
  --asynchronous             without semi-synchronous replication; MySQL itself may then lose acknowledged rows
  --no-cost                  do not measure what a healthy run costs
  --json                     one JSON object and nothing else (npm itself is quiet with: npm run --silent demo -- --json)

LAB_PROXYSQL=/path/to/proxysql names a real ProxySQL, LAB_PROXYSQL=stand-in forces the stand-in; LAB_MYSQLD names a mysqld.
Exit status: 0 failed over, nothing lost, the other replica follows, never two writers, writes stood still 10 s at most; 1 not so;
2 options unusable.`;

export class DemoUsageError extends Error {}

/** Null where help is asked for. */
export function parseDemoOptions(argv: readonly string[]): DemoOptions | null {
  const unknown: string[] = [];
  const parsed = minimist([...argv], {
    string: ['runs', 'interval-ms'],
    boolean: ['json', 'replication-hostgroups', 'asynchronous', 'cost', 'help'],
    default: { cost: true },
    unknown: (word) => {
      unknown.push(word);
      return false;
    },
  });
  if (unknown.length > 0) throw new DemoUsageError(`unknown: ${unknown.join(' ')}\n\n${DEMO_HELP}`);
  if (parsed.help === true) return null;
  return {
    runs: wholeNumber('runs', parsed.runs, 1, 1, 1000),
    json: parsed.json === true,
    replicationHostgroups: parsed['replication-hostgroups'] === true,
    intervalMs: wholeNumber('interval-ms', parsed['interval-ms'], 1000, 100, 5000),
    asynchronous: parsed.asynchronous === true,
    measureCost: parsed.cost === true,
  };
}

function wholeNumber(name: string, value: unknown, otherwise: number, min: number, max: number): number {
  if (value === undefined) return otherwise;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= min && number <= max)) throw new DemoUsageError(`--${name} takes ${min} to ${max}`);
  return number;
}
