/** The locks of one run on the servers of its quorum: none until a plan needs them, then held until the run is over. */
import { type HeldQuorum, NEXT_RUN_TRIES, type QuorumHands, takeQuorum } from '../execute/quorum.ts';
import type { Quorum } from '../plan/quorum.ts';
import type { Refusal } from '../plan/steps.ts';

export interface RunLocks {
  /** For the quorum as it is now. `justTaken`: what was seen before that may be over. A refusal where they cannot be had, or were lost. */
  hold(quorum: Quorum): Promise<'held' | 'justTaken' | Refusal>;
  /** Null while they are held, and where none was needed. */
  whyLost(): Promise<string | null>;
  /** As of HeldQuorum; null where no lock was needed. */
  whoIsBack(): Promise<string | null>;
  release(): void;
}

export function locksOfRun(hands: QuorumHands): RunLocks {
  let held: HeldQuorum | null = null;
  return {
    hold: async (quorum) => {
      if (held === null) {
        const taken = await takeQuorum(quorum, hands);
        if ('refused' in taken) return taken;
        held = taken;
        return 'justTaken';
      }
      const widened = await held.widen(quorum);
      if (widened !== 'enough') return widened === 'widened' ? 'justTaken' : widened;
      const lost = await held.whyLost();
      return lost === null ? 'held' : { refused: lost, advice: NEXT_RUN_TRIES, verdicts: [] };
    },
    whyLost: async () => (await held?.whyLost()) ?? null,
    whoIsBack: async () => (await held?.whoIsBack()) ?? null,
    release: () => held?.release(),
  };
}
