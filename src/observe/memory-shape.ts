/** What a remembered JSON text has to look like before anything is done with it: a person may have edited it. */
import { parseGtidSet } from '../mysql/gtid-set.ts';
import type { Endpoint } from '../mysql/session.ts';
import type { ReceiverSettings } from '../mysql/statements.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import type { LastSeen } from './last-seen.ts';
import type {
  AskedReplica,
  ClusterMemory,
  FailedPrimary,
  FartherReplica,
  FormerPrimary,
  KnownServer,
  SemiSyncToRestore,
  SemiSyncWaiting,
  SetAsideReplica,
  TroubledReader,
  UnfinishedRecovery,
} from './memory.ts';

/** What an earlier version of this program wrote lacks what a later one added. */
export type WrittenMemory = Partial<
  Omit<ClusterMemory, 'asked' | 'semiSync' | 'setAside' | 'troubledReaders' | 'recovery'>
> & {
  readonly asked?: readonly WrittenQuestion[];
  readonly semiSync?: Partial<SemiSyncWaiting> | null;
  readonly setAside?: readonly (WrittenFormerPrimary | SetAsideReplica)[];
  readonly troubledReaders?: readonly WrittenTrouble[];
  readonly recovery?: WrittenRecovery | null;
};
type WrittenQuestion = Lacking<AskedReplica, 'receiverThread'>;
type WrittenFormerPrimary = Lacking<FormerPrimary, 'asideAtUptime'>;
type WrittenTrouble = Lacking<TroubledReader, 'endedAt'>;
type WrittenRecovery = Lacking<
  UnfinishedRecovery,
  | 'takesWrites'
  | 'isOrdered'
  | 'downAtUptime'
  | 'isUntold'
  | 'received'
  | 'loss'
  | 'isPlannedChange'
  | 'passedOver'
  | 'stillApplying'
  | 'unstoppable'
  | 'semiSyncBefore'
>;
type Lacking<T, Later extends keyof T> = Omit<T, Later> & Partial<Pick<T, Later>>;

type Guard<T> = (value: unknown) => value is T;

const isText: Guard<string> = (value) => typeof value === 'string';
const isFlag: Guard<boolean> = (value) => typeof value === 'boolean';

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** In ms since 1970, and one that can be written out. */
function isMoment(value: unknown): value is number {
  return isNumber(value) && !Number.isNaN(new Date(value).getTime());
}

function isPort(value: unknown): value is number {
  return isNumber(value) && Number.isInteger(value) && value >= 0 && value <= 65_535;
}

function isGtidSet(value: unknown): value is string {
  if (!isText(value)) return false;
  try {
    parseGtidSet(value);
    return true;
  } catch {
    return false;
  }
}

function orNull<T>(isIt: Guard<T>): Guard<T | null> {
  return (value) => value === null || isIt(value);
}

/** Of what earlier versions did not write. */
function orMissing<T>(isIt: Guard<T>): Guard<T | undefined> {
  return (value) => value === undefined || isIt(value);
}

function either<A, B>(isA: Guard<A>, isB: Guard<B>): Guard<A | B> {
  return (value) => isA(value) || isB(value);
}

function oneOf<const T extends string>(...texts: readonly T[]): Guard<T> {
  return (value): value is T => texts.some((text) => text === value);
}

function listOf<T>(isOne: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(isOne);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The compiler sees to it that every property has its guard; others are left alone. */
function recordOf<T extends object>(guards: { readonly [Name in keyof T]-?: Guard<T[Name]> }): Guard<T> {
  const entries: [string, Guard<unknown>][] = Object.entries(guards);
  return (value): value is T => isObject(value) && entries.every(([name, isIt]) => isIt(value[name]));
}

function textsByName(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every(isText);
}

const isTexts = listOf(isText);
const endpoint = { host: isText, port: isPort };
const isEndpoints = listOf(recordOf<Endpoint>(endpoint));
const isKnownServer = recordOf<KnownServer>({ ...endpoint, serverUuid: isText });
const tried = { serverUuid: isText, at: isMoment };
const areAsked = listOf(recordOf<WrittenQuestion>({ ...tried, receiverThread: orMissing(orNull(isNumber)) }));
const areUnstoppable = listOf(recordOf<UnfinishedRecovery['unstoppable'][number]>(tried));

const failedPrimary = {
  serverUuid: orNull(isText),
  endpoints: (value: unknown): value is FailedPrimary['endpoints'] => isEndpoints(value) && value.length > 0,
};

const isSetAside = either(
  recordOf<WrittenFormerPrimary>({
    ...failedPrimary,
    why: oneOf('formerPrimary'),
    asideAtUptime: orMissing(orNull(isNumber)),
    triedAt: orNull(isMoment),
  }),
  recordOf<SetAsideReplica>({
    ...failedPrimary,
    why: oneOf('catchesUp', 'doesNotReplicate', 'lags'),
    mustHave: isGtidSet,
    wellSince: orNull(isMoment),
  }),
);

const isTrouble = recordOf<WrittenTrouble>({
  serverUuid: isText,
  since: isMoment,
  endedAt: orMissing(orNull(isMoment)),
});

const isLastSeen = recordOf<LastSeen>({
  serverUuid: isText,
  at: isMoment,
  heldAtUptime: isNumber,
  gtidExecuted: isGtidSet,
});

const isSemiSync = recordOf<Partial<SemiSyncWaiting>>({
  waitForReplicaCount: orMissing(isNumber),
  timeoutMs: orMissing(isNumber),
  waitsWithoutReplicas: orMissing(isFlag),
  isActive: orMissing(isFlag),
  unknownReplicas: orMissing(isNumber),
});

const isSemiSyncToRestore = recordOf<SemiSyncToRestore>({
  waitForReplicaCount: isNumber,
  left: orNull(
    recordOf<NonNullable<SemiSyncToRestore['left']>>({
      serverUuid: isText,
      sourceEnabled: isFlag,
      waitForReplicaCount: isNumber,
    }),
  ),
});

const isReceiverSettings = recordOf<ReceiverSettings>({
  heartbeatSeconds: isNumber,
  connectRetrySeconds: isNumber,
  retryCount: isNumber,
  tls: textsByName,
});

const isServerRow = recordOf<ServerRow>({
  hostgroup: isNumber,
  hostname: isText,
  port: isNumber,
  gtidPort: isNumber,
  status: oneOf('ONLINE', 'SHUNNED', 'OFFLINE_SOFT', 'OFFLINE_HARD'),
  weight: isNumber,
  compression: isNumber,
  maxConnections: isNumber,
  maxReplicationLag: isNumber,
  useSsl: isNumber,
  maxLatencyMs: isNumber,
  comment: isText,
});

const isRecovery = recordOf<WrittenRecovery>({
  id: isText,
  startedAt: isMoment,
  diagnosis: isText,
  failedPrimary: recordOf<FailedPrimary>(failedPrimary),
  rowsBefore: listOf(isServerRow),
  promoting: orNull(isKnownServer),
  takesWrites: orMissing(isFlag),
  isOrdered: orMissing(isFlag),
  downAtUptime: orMissing(orNull(isNumber)),
  isUntold: orMissing(isFlag),
  received: orMissing(isGtidSet),
  passedOver: orMissing(isTexts),
  stillApplying: orMissing(isTexts),
  unstoppable: orMissing(areUnstoppable),
  semiSyncBefore: orMissing(
    listOf(recordOf<UnfinishedRecovery['semiSyncBefore'][number]>({ serverUuid: isText, sourceEnabled: isFlag })),
  ),
  loss: orMissing(orNull(isText)),
  isPlannedChange: orMissing(isFlag),
});

const isFinished = recordOf<ClusterMemory['finished'][number]>({
  id: isText,
  endedAt: isMoment,
  oldPrimary: isText,
  newPrimary: isText,
  acknowledgedAt: orNull(isMoment),
});

const isCondition = recordOf<NonNullable<ClusterMemory['condition']>>({
  diagnosis: isText,
  since: isMoment,
  lastSaid: isMoment,
});

/** Whether the program can work with what was read, wherever in it. */
export const isWritten: Guard<WrittenMemory> = recordOf<WrittenMemory>({
  cluster: orMissing(isText),
  primary: orMissing(orNull(isKnownServer)),
  primaryStartedAt: orMissing(orNull(isNumber)),
  primaryWasReadOnly: orMissing(isFlag),
  primaryWasSilent: orMissing(isFlag),
  followers: orMissing(isTexts),
  farther: orMissing(listOf(recordOf<FartherReplica>({ serverUuid: isText, sourceUuid: isText }))),
  lastSeen: orMissing(orNull(isLastSeen)),
  semiSync: orMissing(orNull(isSemiSync)),
  semiSyncToRestore: orMissing(orNull(isSemiSyncToRestore)),
  servers: orMissing(listOf(isKnownServer)),
  condition: orMissing(orNull(isCondition)),
  halted: orMissing(isTexts),
  haltedAppliers: orMissing(isTexts),
  asked: orMissing(areAsked),
  givenUp: orMissing(isTexts),
  setAside: orMissing(listOf(isSetAside)),
  troubledReaders: orMissing(listOf(isTrouble)),
  readsOnPrimary: orMissing(isFlag),
  writersAmissSince: orMissing(orNull(isMoment)),
  primaryOutSince: orMissing(orNull(isMoment)),
  strangers: orMissing(isTexts),
  receiverSettings: orMissing(orNull(isReceiverSettings)),
  recovery: orMissing(orNull(isRecovery)),
  finished: orMissing(listOf(isFinished)),
});
