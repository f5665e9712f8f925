/** Whether a server that was to be promoted has been a primary: told by those that answer, of which it may be one. */
import { isEmpty, ofServer, parseGtidSet, subtract } from '../mysql/gtid-set.ts';
import { isDown } from '../mysql/session.ts';
import type { Observation, ObservedServer } from '../observe/observation.ts';
import { type Replica, receivedBy, replicasOf, uuidOf, wasFartherThen } from './topology.ts';

/** A replica was told to follow it, by whichever host, or has what it wrote since. */
export function hasServed(observation: Observation, promoting: ObservedServer): boolean {
  const { memory, servers } = observation;
  const chosenBefore = memory?.haltedAppliers ?? [];
  // One that was to be promoted itself may only have fetched from it.
  const isToldTo = (replica: Replica): boolean =>
    !wasFartherThen(observation, replica) && !chosenBefore.includes(replica.server.facts.serverUuid);
  if (replicasOf(observation, promoting).some(isToldTo)) return true;
  const uuid = uuidOf(promoting);
  const before = parseGtidSet(memory?.recovery?.received ?? '');
  if (uuid === null || isEmpty(before)) return false;
  return servers.some((server) => server.answers && !isEmpty(ofServer(subtract(receivedBy(server), before), uuid)));
}

/** Between two looks that are no farther apart a server that is down cannot start, be promoted by another host, and die again. */
const UNSEEN_MS = 5000;

/** Down at every look of this host since it was told to take writes: nobody can have sent it any. */
export function hasStayedDown({ hostUptime, memory }: Observation, promoting: ObservedServer): boolean {
  const downAt = memory?.recovery?.downAtUptime ?? null;
  if (promoting.answers || !isDown(promoting.reason) || downAt === null) return false;
  // After a reboot of this host it is of before.
  return hostUptime >= downAt && hostUptime - downAt <= UNSEEN_MS;
}
