/**
 * MySQL's own GET_LOCK on the servers of a quorum, held on sessions of its own until the run is over. A run that is killed takes its
 * sessions, and so its locks, along; a host that vanishes loses them after wait_timeout.
 */
import { type Endpoint, endpointName, type OpenSession, type Session, Unanswered } from '../mysql/session.ts';
import { GET_RUN_LOCK, HAS_RUN_LOCK, setWaitTimeout } from '../mysql/statements.ts';
import type { Quorum } from '../plan/quorum.ts';
import type { Refusal } from '../plan/steps.ts';

export interface HeldQuorum {
  /** Null while the locks of enough servers are still held; else what was lost. */
  whyLost(): Promise<string | null>;
  release(): void;
}

export interface QuorumHands {
  /** Sessions of their own: what else the run does must not break one that holds a lock. */
  readonly openApart: OpenSession;
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
  // All are connected before the first lock is asked for: whoever reaches too few must not be in another host's way.
  const connected = (await Promise.all(quorum.servers.map((endpoint) => connect(endpoint, hands)))).filter(
    (voter): voter is Voter => voter !== null,
  );
  const release = (): void => {
    for (const { session } of connected) session.close();
  };
  const locked: Voter[] = [];
  for (const voter of connected.length < quorum.needed ? [] : connected) {
    const answer = await ask(voter, GET_RUN_LOCK, hands);
    if (answer === '0') {
      release();
      return {
        refused: `another ProxySQL host is at work on this cluster: it holds the lock on ${endpointName(voter.endpoint)}`,
        advice: 'nothing; this ProxySQL follows when that is over',
        verdicts: [],
      };
    }
    if (answer === '1') locked.push(voter);
  }
  if (locked.length < quorum.needed) {
    release();
    return {
      refused: `${locked.length} of ${quorum.servers.length} servers gave their lock, ${quorum.needed} have to`,
      advice: NEXT_RUN_TRIES,
      verdicts: [],
    };
  }
  return {
    release,
    whyLost: async () => {
      const answers = await Promise.all(locked.map((voter) => ask(voter, HAS_RUN_LOCK, hands)));
      const lost = locked.filter((_, index) => answers[index] !== '1').map(({ endpoint }) => endpointName(endpoint));
      if (locked.length - lost.length >= quorum.needed) return null;
      return `the lock was lost on ${lost.join(', ')}: another ProxySQL host may be at work`;
    },
  };
}

async function connect(endpoint: Endpoint, hands: QuorumHands): Promise<Voter | null> {
  try {
    const session = await hands.openApart(endpoint, hands.connectTimeoutMs);
    // A host that vanishes leaves its sessions behind: for MySQL's own 8 hours nobody could fail over.
    await session.query(setWaitTimeout(Math.ceil(hands.runTimeoutMs / 1000)), hands.readTimeoutMs);
    return { endpoint, session };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return null;
  }
}

/** The one value of the answer; null where there is none. */
async function ask({ session }: Voter, sql: string, hands: QuorumHands): Promise<string | null> {
  try {
    const { rows } = await session.query(sql, hands.readTimeoutMs);
    return rows[0]?.locked ?? null;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return null;
  }
}
