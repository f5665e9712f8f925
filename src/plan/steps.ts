/** A plan as data: a dry run prints exactly this, a real run walks exactly this. */

import type { Endpoint } from '../mysql/session.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import type { CandidateVerdict } from './candidate.ts';

export interface Plan {
  /** One sentence: what this does. */
  readonly says: string;
  readonly stages: readonly Stage[];
  /** What it loses, as far as anybody can know, in a sentence; null where nothing can be lost by it. */
  readonly loss: string | null;
  /** Why each server was or was not chosen; empty where the plan promotes nobody. */
  readonly verdicts: readonly CandidateVerdict[];
  /** The cluster's rows now and at the end; empty where the plan leaves them alone. */
  readonly rowsBefore: readonly ServerRow[];
  readonly rowsAfter: readonly ServerRow[];
  /** What to remember when every stage is done and the history is written; null where nothing changes in that. */
  readonly memoryAfter: ClusterMemory | null;
}

export const PROMOTES_NOBODY = { loss: null, verdicts: [] } as const satisfies Partial<Plan>;

/** Steps that may run side by side; the next stage begins when all have ended. */
export interface Stage {
  readonly title: string;
  readonly steps: readonly Step[];
  /** Observe, diagnose and plan anew before the next stage: what follows depends on what this stage uncovers. */
  readonly thenLookAgain: 'never' | 'always' | 'ifAStepSucceeds';
  /** Asks once more, right before it, whether this run still holds the locks of a quorum. */
  readonly underLock: boolean;
  /** In place of their own `orElse` where several steps fail, by their places: each of those remembers its own failure and forgets the others. */
  readonly orElseTogether?: (failed: readonly number[]) => Step;
}

export function stage(title: string, steps: readonly Step[]): Stage {
  return { title, steps, thenLookAgain: 'never', underLock: false };
}

/** Without those that have nothing to do. */
export function stages(all: readonly Stage[]): Stage[] {
  return all.filter(({ steps }) => steps.length > 0);
}

export interface Step {
  readonly says: string;
  readonly on: Target;
  /** Sent one after another. */
  readonly statements: readonly string[];
  /** A query for connections (column `id`) that are killed before the statements, so that none stands in their way, and after them. */
  readonly kills?: string;
  /** The same for threads that keep a statement waiting: asked and killed over a session apart, as long as it does. */
  readonly killsMeanwhile?: string;
  /** Bound for the statements and the verification together, in ms. */
  readonly timeoutMs: number;
  /** Asked until it holds or the time is over; null where the statements' own success is all there is to know. */
  readonly verify: Verification | null;
  /** Sent, best effort, if the step fails and the locks of the quorum are still held. */
  readonly undo: readonly string[];
  /** Taken if the step fails, before the run ends or plans anew. */
  readonly orElse?: Step;
  /**
   * Whether the failure of this step ends the run, is recorded as trouble, makes the run observe and plan anew, or is an answer too.
   * `lookAgainIfRefused`: without an answer the order may still be carried out, and the run ends.
   * `goOnIfUndone`: what could not be undone is not left behind, the run ends and the next one goes on.
   * `lookAgainIfDown`: with `orElse`, where nothing serves the server's port any more; else it is trouble.
   */
  readonly ifItFails:
    | 'stop'
    | 'goOn'
    | 'goOnIfUndone'
    | 'lookAgain'
    | 'lookAgainIfRefused'
    | 'lookAgainIfDown'
    | 'isAnAnswer';
}

export type Target =
  | { readonly kind: 'proxysql' }
  | { readonly kind: 'mysql'; readonly server: string; readonly endpoint: Endpoint }
  /** Written to the state table in ProxySQL's `disk` schema. */
  | { readonly kind: 'memory'; readonly memory: ClusterMemory };

interface Verification {
  readonly query: string;
  readonly expect: Expectation;
  /** Bound for the verification alone, in ms; without it the step's own bound counts. */
  readonly withinMs?: number;
  /** The query shows a receiver that is to connect to this server: where it meets an error, and that server does not answer, it is waited for no longer. */
  readonly source?: Endpoint;
  /** Asked too while transactions are missing: threads that bring them and have stopped for good are waited for no longer. */
  readonly threads?: {
    /** SHOW REPLICA STATUS of their channel. */
    readonly query: string;
    /** Whether its receiver is needed too. */
    readonly receives: boolean;
  };
}

export type Expectation =
  /** The first row has these values. */
  | { readonly kind: 'values'; readonly values: Readonly<Record<string, string>> }
  /** SHOW REPLICA STATUS says that the receiver is connected; as soon as it shows an error, it is not. */
  | { readonly kind: 'receiverConnects' }
  /** The column of the first row is an empty GTID set; what is left in it is progress. */
  | { readonly kind: 'nothingMissing'; readonly column: string }
  /** The column of the first row is a number, and not less than this. */
  | { readonly kind: 'atLeast'; readonly column: string; readonly least: number }
  /** The rows (hostname, port) are exactly these servers. */
  | { readonly kind: 'servers'; readonly servers: readonly Endpoint[] };

/** There is something to do and it must not be done: why, and what a person can do. */
export interface Refusal {
  readonly refused: string;
  readonly advice: string;
  readonly verdicts: readonly CandidateVerdict[];
}

export function isRefusal(plan: Plan | Refusal): plan is Refusal {
  return 'refused' in plan;
}
