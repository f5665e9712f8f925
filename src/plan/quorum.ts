/** Which locks a plan needs before its first change, so that of several ProxySQL hosts one acts. */
import { KEEP_OUT } from '../diagnose/advice.ts';
import type { Action, Diagnosis } from '../diagnose/diagnosis.ts';
import { isKnownAs } from '../diagnose/topology.ts';
import { lockersOf, neededOf, type QuorumMode } from '../diagnose/voters.ts';
import { type Endpoint, endpointName, isDown } from '../mysql/session.ts';
import type { Observation, ObservedServer } from '../observe/observation.ts';
import type { Refusal } from './steps.ts';

export interface Quorum {
  /** Those that answer, in an order that is the same on every host: whoever is second finds out at the first of them. */
  readonly servers: readonly Endpoint[];
  /** How many of them have to give their lock. */
  readonly needed: number;
  /** Those that count and do not answer, each with the reason. */
  readonly silent: readonly string[];
  /** Those that do not count, as their host says that no mysqld is there: one that comes back counts again. */
  readonly down: readonly Endpoint[];
}

/** What changes the rows of this ProxySQL and no server. */
const OF_THIS_PROXYSQL: readonly Action['kind'][] = [
  'none',
  'follow',
  'withdrawWriters',
  'setReadersAside',
  'readmitReaders',
  'restoreRows',
];

/** Null where the plan concerns this ProxySQL alone. */
export function quorumFor(observation: Observation, diagnosis: Diagnosis, mode: QuorumMode): Quorum | null {
  if (OF_THIS_PROXYSQL.includes(diagnosis.action.kind)) return null;
  const { primary } = diagnosis;
  const { servers } = observation;
  const voters = lockersOf(observation, gone(observation, primary)).map((voter) => {
    const server = servers.find((one) => isKnownAs(one, voter));
    const reason = server === undefined || server.answers ? 'not seen' : server.reason;
    return { answers: server?.answers === true, endpoint: server?.endpoints[0] ?? voter, reason };
  });
  return {
    servers: voters.filter(({ answers }) => answers).map(({ endpoint }) => endpoint),
    needed: neededOf(voters, mode),
    silent: voters
      .filter(({ answers }) => !answers)
      .map(({ endpoint, reason }) => `${endpointName(endpoint)} does not answer (${reason})`),
    down: servers.filter((server) => !server.answers && isDown(server.reason)).map(({ endpoints: [first] }) => first),
  };
}

/**
 * The dead primary; and servers whose host says that no mysqld is there: one that is down gives its lock to nobody, so that two hosts
 * still meet at the others. One that is only silent may answer another host.
 */
function gone({ servers }: Observation, primary: ObservedServer | null): ObservedServer[] {
  return servers.filter((server) => !server.answers && (server === primary || isDown(server.reason)));
}

/** Null where enough of the servers answer. */
export function whyNoQuorum({ servers, needed, silent }: Quorum): Refusal | null {
  if (servers.length >= needed) return null;
  const missing = silent.length === 0 ? '' : ` (${silent.join(', ')})`;
  return {
    refused: `this host reaches ${servers.length} of ${servers.length + silent.length} servers${missing}; another ProxySQL host may act where ${needed} can be reached`,
    advice: `see why it does not answer and bring it back, or, on every ProxySQL host, ${KEEP_OUT}: it does not count there; where no other ProxySQL host runs this program, set quorum to any`,
    verdicts: [],
  };
}
