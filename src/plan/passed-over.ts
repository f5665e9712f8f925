/** Who could not be made the primary: whoever has the same is tried before it. Pure. */
import { contains, type GtidSet } from '../mysql/gtid-set.ts';
import type { UnfinishedRecovery } from '../observe/memory.ts';
import type { AnsweringServer } from '../observe/observation.ts';

type PassedOver = Pick<UnfinishedRecovery, 'passedOver' | 'stillApplying'>;

/** Its place among them, in the order in which they were tried; -1 where it was not, or was only slow and has everything by now. */
export function placeAmongPassedOver(recovery: PassedOver | null, server: AnsweringServer, mustHave: GtidSet): number {
  return recovery === null ? -1 : withoutChosen(recovery, server, mustHave).passedOver.indexOf(server.facts.serverUuid);
}

/** That one was only slow is forgotten when it is chosen again with everything: what it fails in from there on is another matter. */
export function withoutChosen(recovery: PassedOver, { facts }: AnsweringServer, mustHave: GtidSet): PassedOver {
  const { passedOver, stillApplying } = recovery;
  const { serverUuid, gtidExecuted } = facts;
  if (!stillApplying.includes(serverUuid) || !contains(gtidExecuted, mustHave)) return { passedOver, stillApplying };
  const isOther = (one: string): boolean => one !== serverUuid;
  return { passedOver: passedOver.filter(isOther), stillApplying: stillApplying.filter(isOther) };
}

/**
 * The next choice begins with another one that has the same; where all were tried, with the first of them. `isApplying`: it failed while
 * it was to get what it lacked.
 */
export function withPassedOver(
  { passedOver, stillApplying }: PassedOver,
  { facts: { serverUuid } }: AnsweringServer,
  equals: 'untried' | 'tried' | 'none',
  isApplying: boolean,
): PassedOver {
  if (equals === 'none') return { passedOver, stillApplying };
  const tried = equals === 'untried' ? passedOver : [];
  const others = stillApplying.filter((one) => one !== serverUuid && tried.includes(one));
  return {
    passedOver: [...tried.filter((one) => one !== serverUuid), serverUuid],
    stillApplying: isApplying ? [...others, serverUuid] : others,
  };
}
