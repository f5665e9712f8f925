/** What is the matter with a cluster: one name, the evidence for it, and what the program does about it. */
import type { SemiSyncNaming } from '../mysql/statements.ts';
import type { UnfinishedRecovery } from '../observe/memory.ts';
import type { AnsweringServer, ObservedServer } from '../observe/observation.ts';
import type { ReturnedPrimary } from './former-primary.ts';
import type { MovedPrimary } from './moved-primary.ts';
import type { ReaderTrouble } from './readers.ts';
import type { Replica } from './topology.ts';

export type DiagnosisName =
  | 'rowsLost'
  | 'noServers'
  | 'hostgroupsContradict'
  | 'primaryReturned'
  | 'primaryReturnedKeptOut'
  | 'primaryReturnedWithLess'
  | 'primaryReturnedDiverged'
  | 'givenUpServerWritable'
  | 'primaryMovedElsewhere'
  | 'primaryMayHaveMoved'
  | 'unfinishedPromotion'
  | 'promotedServerLost'
  | 'unsupportedPrimary'
  | 'unsupportedServer'
  | 'anotherServerAtPrimary'
  | 'intruderWritable'
  | 'writersUndecided'
  | 'moreThanOneWritable'
  | 'noPrimaryKnown'
  | 'primaryRestartedReadOnly'
  | 'primaryReadOnly'
  | 'primaryNotInWriterHostgroup'
  | 'primaryNotWriterAtRuntime'
  | 'readOnlyWriter'
  | 'strayReplicas'
  | 'receiverGaveUp'
  | 'formerPrimaryReturned'
  | 'formerPrimaryWritable'
  | 'readerInTrouble'
  | 'readerRecovered'
  | 'primaryReadsInVain'
  | 'semiSyncToRestore'
  | 'primaryWithoutReplicas'
  | 'replicaBroken'
  | 'writesWaitForReplicas'
  | 'replicaLagging'
  | 'errantTransactions'
  | 'formerPrimaryDiverged'
  | 'formerPrimaryCannotFollow'
  | 'serverInQuarantine'
  | 'healthy'
  | 'primaryRefusesThisHost'
  | 'deadPrimaryWithoutReplicas'
  | 'deadPrimaryAndReplicas'
  | 'suspectedDeadPrimary'
  | 'unreachablePrimary'
  | 'deadPrimaryUnconfirmed'
  | 'deadPrimaryAndSomeReplicas'
  | 'deadPrimary';

/** What a diagnosis calls for, and with whom; `none`: a person has to look, or all is well. */
export type Action =
  | { readonly kind: 'none' }
  | { readonly kind: 'askReplicas'; readonly primary: ObservedServer; readonly suspects: readonly Replica[] }
  | { readonly kind: 'restoreRows'; readonly recovery: UnfinishedRecovery }
  | { readonly kind: 'failOver'; readonly primary: ObservedServer }
  | {
      readonly kind: 'finishPromotion';
      readonly promoted: AnsweringServer;
      readonly recovery: UnfinishedRecovery;
    }
  | {
      readonly kind: 'takePrimaryBack';
      readonly primary: AnsweringServer;
      /** The failover that is called off; null where that was another host's. */
      readonly recovery: UnfinishedRecovery | null;
      readonly idle: readonly Replica[];
    }
  | { readonly kind: 'makePrimaryWritable'; readonly primary: AnsweringServer }
  | { readonly kind: 'withdrawWriters'; readonly writers: readonly AnsweringServer[] }
  | { readonly kind: 'fence'; readonly servers: readonly AnsweringServer[] }
  | { readonly kind: 'follow'; readonly moved: MovedPrimary }
  | {
      readonly kind: 'repointStrays';
      readonly primary: AnsweringServer;
      readonly strays: readonly Replica[];
      readonly idle: readonly Replica[];
    }
  | {
      readonly kind: 'rejoin';
      readonly primary: AnsweringServer;
      readonly returned: readonly ReturnedPrimary[];
    }
  | {
      readonly kind: 'setReadersAside';
      readonly primary: AnsweringServer;
      readonly readers: readonly ReaderTrouble[];
    }
  | {
      readonly kind: 'readmitReaders';
      readonly primary: AnsweringServer;
      readonly readers: readonly AnsweringServer[];
    }
  | { readonly kind: 'endReadsOnPrimary'; readonly primary: AnsweringServer }
  | {
      readonly kind: 'restoreSemiSync';
      readonly primary: AnsweringServer;
      readonly naming: SemiSyncNaming;
      readonly waitForReplicaCount: number;
    };

export type ActionOf<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>;

export interface Diagnosis {
  readonly name: DiagnosisName;
  /** One sentence: what is the matter. */
  readonly says: string;
  /** One fact a line. */
  readonly evidence: readonly string[];
  readonly action: Action;
  /** What a person can do, where the program does nothing; empty where nothing has to be done. */
  readonly advice: string;
  readonly primary: ObservedServer | null;
}
