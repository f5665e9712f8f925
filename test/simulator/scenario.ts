/** A whole simulation as plain data: it can be printed, shrunk and played again. */
import type { PromotionRule } from '../../src/config/cluster.ts';
import type { QuorumMode } from '../../src/diagnose/voters.ts';
import type { Moment } from './run-watcher.ts';

export interface Scenario {
  /** Of every latency and every turn of chance in it. */
  readonly seed: number;
  /** The first is the primary. */
  readonly servers: readonly ServerPlan[];
  readonly layout: Layout;
  /** How many hosts run a ProxySQL and the program. */
  readonly hosts: number;
  /** ProxySQL Cluster keeps the `mysql_servers` of the hosts alike. */
  readonly proxysqlCluster: boolean;
  readonly intervalMs: number;
  readonly thinkMs: number;
  readonly semiSync: { readonly waitForReplicaCount: number; readonly timeoutMs: number } | null;
  readonly connectRetryMs: number;
  readonly retryCount: number;
  readonly netTimeoutMs: number;
  readonly heartbeatSeconds: number;
  /** Somebody also writes on the first server itself, past ProxySQL, whenever it is writable. */
  readonly writesPastProxysql: boolean;
  /** Hosts through whose ProxySQL nobody writes. */
  readonly idleHosts: readonly string[];
  /** No application writes from then on; null: they all write to the end. */
  readonly stopsWritingAt: number | null;
  readonly quorum: QuorumMode;
  /** 0 also takes the daily cap away: most scenarios fail over as often as they have reason to. */
  readonly recoveryPeriodBlockMs: number;
  readonly faults: readonly Fault[];
}

export interface ServerPlan {
  readonly name: string;
  /** Null for the primary. */
  readonly follows: string | null;
  readonly startsReadOnly: boolean;
  readonly logBin: boolean;
  readonly logReplicaUpdates: boolean;
  readonly relayLogRecovery: boolean;
  readonly applyMs: number;
  readonly rule: PromotionRule;
  readonly version: string;
}

/**
 * - `plain`: the primary a writer, the others readers. `writerReadsToo`: the primary is a reader as well.
 * - `monitored`: with mysql_replication_hostgroups, so that ProxySQL's monitor moves servers; `monitoredMoves`: the same, with
 *   mysql-monitor_writer_is_also_reader=false.
 */
export type Layout = 'plain' | 'writerReadsToo' | 'monitored' | 'monitoredMoves';

export interface Fault {
  readonly when: Trigger;
  readonly forMs: number;
  readonly what: Happening;
}

/** At a time, or at the n-th statement with which the program changes something after the first fault. */
export type Trigger =
  | { readonly at: number }
  | { readonly change: number; readonly moment: Moment; readonly plusMs: number };

export type Happening = ServerFault | Deed | HostFault | Cut | Split;

/** `diesForGood`: it crashes and never comes back. `pauseVm`: it freezes, and its clock stands still too. */
export type ServerFault =
  | {
      readonly kind:
        | 'crash'
        | 'diesForGood'
        | 'freeze'
        | 'pauseVm'
        | 'vanish'
        | 'lockApplier'
        | 'hangReceivers'
        | 'tooManyConnections'
        | 'lacksPrivilege';
      readonly server: string;
    }
  | { readonly kind: 'slow'; readonly server: string; readonly ms: number };

/**
 * Done by a person. `makeWritable`: read_only off, and nothing else. `detach`: a replica forgets its source, is made writable and
 * written to. `switchover`: it becomes the primary as README's Limits have it; no ProxySQL is told.
 */
export interface Deed {
  readonly kind: 'stopReceiver' | 'stopApplier' | 'makeWritable' | 'detach' | 'switchover';
  readonly server: string;
}

export interface Cut {
  readonly kind: 'cut';
  /** A server, or a host of ProxySQL and of the program. */
  readonly from: string;
  readonly to: string;
  readonly bothWays: boolean;
}

/** Everybody of the one is cut off from everybody of the other; who is in neither reaches both. */
export interface Split {
  readonly kind: 'split';
  readonly one: readonly string[];
  readonly other: readonly string[];
}

export type HostFault =
  /** Somebody sends LOAD MYSQL SERVERS FROM DISK: memory is what was saved last. */
  | { readonly kind: 'reloadMemory'; readonly host: string }
  /** The run on that host; at a change, the run that makes it, wherever it is. */
  | { readonly kind: 'killRun'; readonly host: string }
  | { readonly kind: 'killProxysql'; readonly host: string; readonly takesRunAlong: boolean }
  /** Its virtual machine stands still, and its clocks with it; at a change, the one of the run that makes it. */
  | { readonly kind: 'pauseHost'; readonly host: string }
  | { readonly kind: 'jumpClock'; readonly host: string; readonly ms: number };

/** Hosts of ProxySQL, and of the program beside it. */
export const SCRIPT_HOSTS = ['script', 'script2', 'script3'] as const;

/** What a scenario has that was printed before there were these. */
const NEUTRAL = { idleHosts: [], stopsWritingAt: null, heartbeatSeconds: 30 } satisfies Partial<Scenario>;

export function parseScenario(json: string): Scenario {
  return { ...NEUTRAL, ...JSON.parse(json) };
}

export function describeFault({ when, forMs, what }: Fault): string {
  const { kind, ...details } = what;
  const moment = 'at' in when ? `at ${when.at} ms` : `${when.moment} change ${when.change} plus ${when.plusMs} ms`;
  return `${moment}: ${kind} ${Object.values(details).join(' ')} for ${forMs} ms`;
}
