/** What a person does to the servers by hand, past the program. */
import { contains } from '../../src/mysql/gtid-set.ts';
import { ModelChannel } from './channel.ts';
import type { ModelServer } from './mysql-server.ts';
import type { Deed } from './scenario.ts';

/** What a person looks at before a change of primaries, and who has to know of it. */
export interface Onlooker {
  readonly isFailoverUnderWay: boolean;
  promotedByHand(server: ModelServer): void;
}

/** Between two steps of a person. */
const STEP_MS = 1500;

/** What undoes it where it lasts, else null. */
export function doByHand(server: ModelServer, what: Deed, onlooker: Onlooker): (() => void) | null {
  if (!server.isUp) return null;
  switch (what.kind) {
    case 'stopReceiver':
      for (const channel of server.channels.values()) channel.stopReceiver();
      return () => told(server, () => startReceivers(server));
    case 'stopApplier':
      for (const channel of server.channels.values()) channel.stopApplier();
      return () => told(server, () => startAppliers(server));
    case 'makeWritable':
      if (server.readOnly) server.setReadOnly(false, false, 'person');
      return null;
    case 'detach':
      detach(server, onlooker);
      return null;
    case 'switchover':
      switchOver(server, onlooker);
      return null;
  }
}

/** A server that is frozen does it when it thaws, one that is down is not asked. */
function told(server: ModelServer, work: () => void): void {
  const { time } = server.universe;
  server.receive(server.incarnation, () => {
    // Whoever made it thaw, or was served before: it is a person's doing.
    time.cause = 'fault';
    work();
  });
}

function startReceivers({ channels }: ModelServer): void {
  for (const channel of channels.values()) channel.startReceiver();
}

function startAppliers({ channels }: ModelServer): void {
  for (const channel of channels.values()) channel.startApplier();
}

function forgetSource(server: ModelServer): void {
  for (const channel of server.channels.values()) {
    channel.stopReceiver();
    channel.stopApplier();
    channel.throwRelayAway();
  }
  server.channels.clear();
}

/** A server by itself, with what it has received, and writes of its own. Nobody takes one away while the primary is in trouble. */
function detach(server: ModelServer, onlooker: Onlooker): void {
  if (!server.readOnly || onlooker.isFailoverUnderWay || !followsWriters(server)) {
    startReceivers(server);
    return;
  }
  for (const channel of server.channels.values()) channel.stopReceiver();
  if (!hasAppliedAll(server)) {
    server.universe.time.after(STEP_MS, () => told(server, () => detach(server, onlooker)));
    return;
  }
  forgetSource(server);
  server.wasDetached = true;
  server.setReadOnly(false, false, 'person');
  for (let count = 0; count < 3; count += 1) server.write(() => {});
}

function followsWriters({ channels, universe }: ModelServer): boolean {
  const sources = [...channels.values()].map(({ source }) => universe.serverAt(source));
  return sources.every((source) => source?.isUp === true && !source.readOnly);
}

function hasAppliedAll({ channels }: ModelServer): boolean {
  return [...channels.values()].every(({ relay }) => relay.length === 0);
}

/** As README's Limits have it. Before each step a person looks, and begins or goes on only where all is as it should be. */
function switchOver(to: ModelServer, onlooker: Onlooker): void {
  const { servers, time } = to.universe;
  const all = [...servers.values()];
  const settings = to.channels.get('')?.settings;
  const old = all.find((one) => one !== to && one.isUp && !one.readOnly);
  const isFit = to.readOnly && to.setup.logBin && to.setup.logReplicaUpdates;
  if (old === undefined || settings === undefined || !isFit) return;
  if (onlooker.isFailoverUnderWay || !all.every(({ isUp }) => isUp)) return;

  const isNobodyElsesTurn = (): boolean => !onlooker.isFailoverUnderWay && all.every(({ readOnly }) => readOnly);
  const giveTheOldOneItsPlaceBack = (): void => {
    if (old.isUp && isNobodyElsesTurn()) old.setReadOnly(false, false, 'person');
  };
  const follow = (server: ModelServer): void => {
    const channel = server.channels.get('') ?? new ModelChannel('', server, to, settings);
    server.channels.set('', channel);
    channel.stopReceiver();
    channel.startApplier();
    channel.changeSource({ host: to.host, port: to.port }, channel.heartbeatSeconds);
    channel.startReceiver();
  };

  old.setReadOnly(true, true, 'person');
  time.after(STEP_MS, () => {
    if (!to.isUp || !isNobodyElsesTurn() || !contains(to.executed, old.received)) return giveTheOldOneItsPlaceBack();
    forgetSource(to);
    onlooker.promotedByHand(to);
    to.setReadOnly(false, false, 'person');
    time.after(STEP_MS, () => {
      if (to.isUp) for (const one of all) if (one !== to && one.isUp) follow(one);
    });
  });
}
