/** What must be true at the moment the program makes another server writable. */
import { contains, type GtidSet, subtract, unionOf } from '../../src/mysql/gtid-set.ts';
import type { NoAnswerReason } from '../../src/mysql/session.ts';
import type { ModelServer } from './mysql-server.ts';
import type { Look, ScriptRun } from './script-run.ts';
import { has, type Transaction, textOf } from './transactions.ts';
import { Violation } from './violation.ts';

export interface Acknowledged {
  readonly by: ModelServer;
  readonly transaction: Transaction;
  readonly semiSync: boolean;
}

const GONE: readonly NoAnswerReason[] = ['refused', 'reset', 'timedOut', 'silent', 'hostUnreachable'];

/** Whether this look is evidence from both sides: the host itself, and at least one replica, and no replica against it. */
export function isGoneForTwo(look: Look, primary: ModelServer): boolean {
  const silence = look.silences.get(primary);
  if (look.sights.has(primary) || silence === undefined || !GONE.includes(silence)) return false;
  const toPrimary = [...look.sights.values()].flatMap(({ channels }) =>
    channels.filter(({ sourceHost }) => sourceHost === primary.host),
  );
  return toPrimary.some(({ hasTriedInVain }) => hasTriedInVain) && !toPrimary.some(({ isHearing }) => isHearing);
}

/** `holders`: servers that may hold something of this cluster: the promoted one too, those in quarantine not. */
export function checkPromotion(
  promoted: ModelServer,
  look: Look,
  holders: readonly ModelServer[],
  acknowledged: readonly Acknowledged[],
): void {
  const { setup } = promoted;
  if (!setup.logBin || !setup.logReplicaUpdates) {
    throw new Violation('rulesAreKept', `${promoted.name} was promoted and has no binary log of everything`);
  }
  for (const holder of holders) {
    const sight = look.sights.get(holder);
    if (sight === undefined) continue;
    // What it has received since the look counts as well, unless it was restarted, and its receiver with it, or a person writes there.
    const isAsSeen = sight.incarnation === holder.incarnation && !holder.isWritableByHand;
    const received = isAsSeen ? unionOf(sight.received, holder.received) : sight.received;
    // Its own writes that wait for semi-sync are in its binary log.
    if (contains(unionOf(promoted.executed, promoted.binlogged), received)) continue;
    const lost = textOf(subtract(received, promoted.executed));
    throw new Violation(
      'nothingReceivedIsLost',
      `${promoted.name} was promoted without ${lost}, which ${holder.name} had`,
    );
  }
  checkSemiSync(promoted, look, holders, acknowledged);
}

/** What was acknowledged until now, under semi-sync or when that had ended: a run says this before it promotes anyone. */
export function checkLossTold(
  { name, look }: ScriptRun,
  primary: ModelServer,
  acknowledged: readonly Acknowledged[],
): void {
  const known = unionOf(...[...look.sights.keys()].filter((one) => one !== primary).map(({ received }) => received));
  const lost = acknowledged.find(({ by, transaction }) => by === primary && !has(known, transaction));
  if (lost === undefined) return;
  throw new Violation('lossIsTold', `${name} said that nothing is lost, and ${lost.transaction.key} is`);
}

/** Where nobody who answered has it, nobody can know; then the record must say what may be lost. */
function checkSemiSync(
  promoted: ModelServer,
  look: Look,
  holders: readonly ModelServer[],
  acknowledged: readonly Acknowledged[],
): void {
  const known: GtidSet = unionOf(...holders.map((holder) => look.sights.get(holder)?.received ?? new Map()));
  for (const { transaction, semiSync, by } of acknowledged) {
    if (!semiSync || has(promoted.executed, transaction)) continue;
    if (!has(known, transaction)) continue;
    throw new Violation(
      'semiSyncIsKept',
      `${promoted.name} was promoted without ${transaction.key}, which ${by.name} acknowledged under semi-sync`,
    );
  }
}
