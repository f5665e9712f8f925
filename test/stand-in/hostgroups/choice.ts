import type { Settings } from '../settings.ts';
import { type Hostgroups, type RuntimeServer, setStatus } from './hostgroups.ts';

/** Which server a statement gets, and how failures take servers out of the choice (MyHGC.cpp, MySrvC.cpp). */

function recovered(server: RuntimeServer): void {
  setStatus(server, 'ONLINE');
  server.shunnedAutomatically = false;
  server.errorsInThatSecond = 0;
  server.lastErrorAtS = 0;
}

/**
 * Chooses a server of a hostgroup for a new statement, by weight; null when none can be used. As in ProxySQL this
 * is the only place where shunned servers come back: after the recovery time, or after a tenth of it when nothing
 * else is left, without asking whether they are alive. `random` is in [0, 1).
 */
export function pickServer(
  hostgroups: Hostgroups,
  hostgroup: number,
  nowS: number,
  random: number,
  settings: Settings,
): RuntimeServer | null {
  const members = hostgroups.servers.filter((server) => server.hostgroup === hostgroup);
  const near = (server: RuntimeServer): boolean =>
    server.latencyMs < (server.maxLatencyMs > 0 ? server.maxLatencyMs : settings.defaultMaxLatencyMs);
  const clipped = settings.shunRecoveryTimeS * 1000 >= settings.connectTimeoutServerMaxMs;
  const longWaitS = clipped ? Math.floor(settings.connectTimeoutServerMaxMs / 1000) - 1 : settings.shunRecoveryTimeS;
  const shortWaitS = clipped
    ? Math.floor(settings.connectTimeoutServerMaxMs / 10_000) - 1
    : Math.floor(settings.shunRecoveryTimeS / 10);
  const canRecover = (server: RuntimeServer, waitS: number): boolean =>
    server.status === 'SHUNNED' &&
    !server.shunnedForLag &&
    server.shunnedAutomatically &&
    nowS - server.lastErrorAtS > Math.max(1, waitS);

  for (const server of members) {
    const drained = !server.killAllConnections || server.connectionsUsed + server.connectionsFree === 0;
    if (settings.shunRecoveryTimeS > 0 && canRecover(server, longWaitS) && drained) {
      recovered(server);
      server.killAllConnections = false;
    }
  }
  const usable = (): RuntimeServer[] =>
    members.filter(
      (server) => server.status === 'ONLINE' && server.connectionsUsed < server.maxConnections && near(server),
    );
  const totalWeight = (servers: RuntimeServer[]): number => servers.reduce((sum, server) => sum + server.weight, 0);
  let candidates = usable();
  if (totalWeight(candidates) === 0) {
    for (const server of members) if (canRecover(server, shortWaitS)) recovered(server);
    candidates = usable();
  }
  let mark = random * totalWeight(candidates);
  for (const server of candidates) {
    mark -= server.weight;
    if (mark < 0) return server;
  }
  return null;
}

const ERRORS_THAT_DO_NOT_SHUN = new Set([1007, 1008, 1044, 1045, 1049, 1120, 1136, 1203, 1226, 3118]);

/**
 * Counts a failed connection. Enough of them within one second shun the server; returns true when that happened.
 * Errors of accounts and schemas do not count (MySrvC::connect_error).
 */
export function connectError(server: RuntimeServer, errno: number, nowS: number, settings: Settings): boolean {
  const harmless =
    ERRORS_THAT_DO_NOT_SHUN.has(errno) || (errno >= 1116 && errno <= 1118) || (errno >= 1138 && errno <= 1149);
  if (harmless || nowS < server.lastErrorAtS) return false;
  if (nowS > server.lastErrorAtS) {
    server.lastErrorAtS = nowS;
    server.errorsInThatSecond = 1;
    return false;
  }
  server.errorsInThatSecond += 1;
  const limit = Math.min(settings.shunOnFailures, settings.connectRetriesOnFailure + 1);
  if (server.errorsInThatSecond < limit || server.status !== 'ONLINE') return false;
  setStatus(server, 'SHUNNED');
  server.shunnedAutomatically = true;
  return true;
}

/** Too many missed pings: shuns every ONLINE row of the address and marks all its connections. True when one changed. */
export function shunForMissedPings(
  hostgroups: Hostgroups,
  hostname: string,
  port: number,
  nowS: number,
  settings: Settings,
): boolean {
  let changed = false;
  // With a ping interval above the recovery time the server would come back unasked between two pings.
  const laterS = Math.max(0, Math.floor(settings.monitorPingIntervalMs / 1000) - settings.shunRecoveryTimeS);
  for (const server of hostgroups.servers) {
    if (server.hostname !== hostname || server.port !== port) continue;
    server.lastErrorAtS = nowS + laterS;
    if (server.status === 'OFFLINE_HARD' || server.shunnedForLag) continue;
    if (server.status === 'SHUNNED' && !server.shunnedAutomatically) continue;
    if (server.status === 'ONLINE') changed = true;
    if (server.status !== 'OFFLINE_SOFT') setStatus(server, 'SHUNNED');
    server.shunnedAutomatically = true;
    server.killAllConnections = true;
  }
  return changed;
}
