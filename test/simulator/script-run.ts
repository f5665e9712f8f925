/** One start of the program: what it has seen, what it has changed, whether it is still alive. */
import type { GtidSet } from '../../src/mysql/gtid-set.ts';
import type { NoAnswerReason } from '../../src/mysql/session.ts';
import type { ClusterOutcome } from '../../src/run/cluster-run.ts';
import type { MachineClock } from './machine-clock.ts';
import type { ModelServer } from './mysql-server.ts';
import { SCRIPT_HOSTS } from './scenario.ts';

/** What really was where the program looked, at the moment of the look. */
export interface Sight {
  readonly incarnation: number;
  readonly readOnly: boolean;
  readonly received: GtidSet;
  readonly channels: readonly ChannelSight[];
}

interface ChannelSight {
  readonly sourceHost: string;
  /** It is connected, and does not only believe so. */
  readonly isHearing: boolean;
  /** It had found out for itself that its source is not there. */
  readonly hasTriedInVain: boolean;
}

/** One look of a run at the whole cluster: from one question to ProxySQL's memory to the next. */
export class Look {
  readonly sights = new Map<ModelServer, Sight>();
  /** Servers that gave no answer, and how. */
  readonly silences = new Map<ModelServer, NoAnswerReason>();
}

export class ScriptRun {
  readonly number: number;
  /** The host it runs on. */
  readonly host: string;
  /** Of that host. */
  readonly clock: MachineClock;
  private readonly startedAt: number;
  isAlive = true;
  /** SIGKILL. */
  kill: () => void = () => {};
  /** What the kernel does when the process is gone: it closes connections. */
  readonly atEnd: (() => void)[] = [];
  look = new Look();
  /** Statements that changed something, by where they went. */
  changesOnMysql = 0;
  changesOfRows = 0;
  writesOfMemory = 0;
  /** Hostnames of ProxySQL's writers before the last LOAD. */
  writersBefore: readonly string[] = [];
  /** Servers that gave this run their lock. */
  readonly lockedServers = new Set<ModelServer>();
  /** Servers that have lost a replica while it ran. */
  readonly haveLostReplica = new Set<ModelServer>();
  outcome: ClusterOutcome | null = null;
  /** What it said, with every fact, as text. */
  readonly said: string[] = [];

  constructor(number: number, host: string, clock: MachineClock) {
    this.number = number;
    this.host = host;
    this.clock = clock;
    this.startedAt = clock.now;
  }

  /** How long it has been running, by its own clock. */
  get ms(): number {
    return this.clock.now - this.startedAt;
  }

  /** `run 3`, on another host than the first `run 3 on script2`. */
  get name(): string {
    return this.host === SCRIPT_HOSTS[0] ? `run ${this.number}` : `run ${this.number} on ${this.host}`;
  }
}
