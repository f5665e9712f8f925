/**
 * MySQL's own GET_LOCK on the servers of a quorum, held on sessions of its own until the run is over. A run that is killed takes its
 * sessions, and so its locks, along; a host that vanishes loses them after wait_timeout.
 */
import {
  type Endpoint,
  endpointName,
  type OpenSession,
  type Session,
  sameEndpoint,
  Unanswered,
} from '../mysql/session.ts';
import { GET_RUN_LOCK, HAS_RUN_LOCK, setWaitTimeout } from '../mysql/statements.ts';
import type { Quorum } from '../plan/quorum.ts';
import type { Refusal } from '../plan/steps.ts';

export interface HeldQuorum {
  /** Null while the locks of enough servers are still held; else what was lost. */
  whyLost(): Promise<string | null>;
  /** The first of the servers that were down, and were not counted for it, that can be connected to again; null where none can. */
  whoIsBack(): Promise<string | null>;
  /**
   * For the quorum as it is now: a server that was down when the locks were taken counts again when it is back, and another host may
   * have its lock. `widened`: locks were taken, and what was seen before them may be over.
   */
  widen(quorum: Quorum): Promise<'enough' | 'widened' | Refusal>;
  release(): void;
}

export interface QuorumHands {
  /** Sessions of their own: what else the run does must not break one that holds a lock. */
  readonly openApart: OpenSession;
  /** The session that the run has already. */
  readonly open: OpenSession;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  /** No run lives longer. */
  readonly runTimeoutMs: number;
}

export const NEXT_RUN_TRIES = 'nothing; the next run tries again';

interface Voter {
  readonly endpoint: Endpoint;
  readonly session: Session;
}

/** A refusal where another host has one of the locks, or too few can be had; nothing is held then. */
export async function takeQuorum(quorum: Quorum, hands: QuorumHands): Promise<HeldQuorum | Refusal> {
  const locks = new Locks(quorum, hands);
  const refusal = await locks.take();
  if (refusal === null) return locks;
  locks.release();
  return refusal;
}

class Locks implements HeldQuorum {
  private quorum: Quorum;
  private readonly hands: QuorumHands;
  private locked: readonly Voter[] = [];
  private readonly connected: Voter[] = [];

  constructor(quorum: Quorum, hands: QuorumHands) {
    this.quorum = quorum;
    this.hands = hands;
  }

  /** Those of the quorum that are not held yet. */
  async take(): Promise<Refusal | null> {
    const { needed, servers } = this.quorum;
    const missing = servers.filter((endpoint) => !this.locked.some((voter) => sameEndpoint(voter.endpoint, endpoint)));
    // All are connected before the first lock is asked for: whoever reaches too few must not be in another host's way.
    const { voters, silent } = await this.connect(missing);
    if (this.counting.length + voters.length < needed) {
      const notAsked = voters.map(({ endpoint }) => `${endpointName(endpoint)}: not asked, too few answer`);
      return this.tooFew([...notAsked, ...silent]);
    }
    for (const voter of voters) {
      const answer = await ask(voter, GET_RUN_LOCK, this.hands);
      if (answer === '0') return heldElsewhere(voter);
      if (answer === '1') this.locked = [...this.locked, voter];
      else
        silent.push(answer instanceof Unanswered ? answer.message : `${endpointName(voter.endpoint)}: GET_LOCK failed`);
    }
    return this.counting.length >= needed ? null : this.tooFew(silent);
  }

  private tooFew(because: readonly string[]): Refusal {
    const { needed, servers } = this.quorum;
    return {
      refused: `${this.counting.length} of ${servers.length} servers gave their lock, ${needed} have to: ${because.join('; ')}`,
      advice: NEXT_RUN_TRIES,
      verdicts: [],
    };
  }

  async widen(quorum: Quorum): Promise<'enough' | 'widened' | Refusal> {
    this.quorum = quorum;
    if (this.counting.length >= quorum.needed) return 'enough';
    return (await this.take()) ?? 'widened';
  }

  async whyLost(): Promise<string | null> {
    const answers = await Promise.all(this.counting.map((voter) => ask(voter, HAS_RUN_LOCK, this.hands)));
    const lost = this.counting
      .filter((_, index) => answers[index] !== '1')
      .map(({ endpoint }) => endpointName(endpoint));
    if (this.counting.length - lost.length >= this.quorum.needed) return null;
    return `the lock was lost on ${lost.join(', ')}: another ProxySQL host may be at work`;
  }

  async whoIsBack(): Promise<string | null> {
    const { voters } = await this.connect(this.quorum.down);
    return voters[0] === undefined ? null : endpointName(voters[0].endpoint);
  }

  /** `voters`: those that can be connected to, in order; they stay connected until the end. `silent`: why the others cannot. */
  private async connect(endpoints: readonly Endpoint[]): Promise<{ voters: Voter[]; silent: string[] }> {
    const all = await Promise.all(endpoints.map((endpoint) => connect(endpoint, this.hands)));
    const voters = all.filter((one): one is Voter => !(one instanceof Unanswered));
    this.connected.push(...voters);
    return { voters, silent: all.filter((one) => one instanceof Unanswered).map(({ message }) => message) };
  }

  release(): void {
    for (const { session } of this.connected) session.close();
  }

  /** Of the locks that are held, those that count now. */
  private get counting(): readonly Voter[] {
    return this.locked.filter(({ endpoint }) => this.quorum.servers.some((server) => sameEndpoint(server, endpoint)));
  }
}

function heldElsewhere({ endpoint }: Voter): Refusal {
  return {
    refused: `another ProxySQL host is at work on this cluster: it holds the lock on ${endpointName(endpoint)}`,
    advice: 'nothing; this ProxySQL follows when that is over',
    verdicts: [],
  };
}

async function connect(endpoint: Endpoint, hands: QuorumHands): Promise<Voter | Unanswered> {
  try {
    const session = await openForLock(endpoint, hands);
    // A host that vanishes leaves its sessions behind: for MySQL's own 8 hours nobody could fail over.
    await session.query(setWaitTimeout(Math.ceil(hands.runTimeoutMs / 1000)), hands.readTimeoutMs);
    return { endpoint, session };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return error;
  }
}

/** At max_connections the run has had the last connection, which MySQL keeps for accounts with CONNECTION_ADMIN: then that one holds the lock. */
async function openForLock(endpoint: Endpoint, hands: QuorumHands): Promise<Session> {
  try {
    return await hands.openApart(endpoint, hands.connectTimeoutMs);
  } catch (error) {
    if (!(error instanceof Unanswered) || error.reason !== 'tooManyConnections') throw error;
    return hands.open(endpoint, hands.connectTimeoutMs);
  }
}

/** The one value of the answer, or why there is none. */
async function ask({ session }: Voter, sql: string, hands: QuorumHands): Promise<string | null | Unanswered> {
  try {
    const { rows } = await session.query(sql, hands.readTimeoutMs);
    return rows[0]?.locked ?? null;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return error;
  }
}
