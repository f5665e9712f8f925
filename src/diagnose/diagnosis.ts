/** What is the matter with a cluster: one name, the evidence for it, and what the program does about it. */
import type { ObservedServer } from '../observe/observation.ts';

export type DiagnosisName =
  | 'noServers'
  | 'hostgroupsContradict'
  | 'primaryReturned'
  | 'primaryReturnedWithLess'
  | 'primaryReturnedDiverged'
  | 'givenUpServerWritable'
  | 'primaryMovedElsewhere'
  | 'primaryMayHaveMoved'
  | 'unfinishedPromotion'
  | 'promotedServerLost'
  | 'unsupportedServer'
  | 'intruderWritable'
  | 'writersUndecided'
  | 'moreThanOneWritable'
  | 'noPrimaryKnown'
  | 'primaryRestartedReadOnly'
  | 'primaryReadOnly'
  | 'primaryNotInWriterHostgroup'
  | 'strayReplicas'
  | 'formerPrimaryReturned'
  | 'readerInTrouble'
  | 'readerRecovered'
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

/** What a diagnosis calls for; `none` means that a person has to look, or that all is well. */
export type Action =
  | 'none'
  | 'askReplicas'
  | 'failOver'
  | 'finishPromotion'
  | 'takePrimaryBack'
  | 'makePrimaryWritable'
  | 'withdrawWriters'
  | 'fence'
  | 'follow'
  | 'repointStrays'
  | 'rejoin'
  | 'setReadersAside'
  | 'readmitReaders'
  | 'restoreSemiSync';

export interface Diagnosis {
  readonly name: DiagnosisName;
  readonly action: Action;
  /** One sentence: what is the matter. */
  readonly says: string;
  /** One fact a line. */
  readonly evidence: readonly string[];
  /** What a person can do, where the program does nothing; empty where nothing has to be done. */
  readonly advice: string;
  readonly primary: ObservedServer | null;
}
