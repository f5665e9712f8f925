/** Makes the faults of a scenario happen, and ends them. */
import { doByHand, type Onlooker } from './by-hand.ts';
import type { MachineClock } from './machine-clock.ts';
import { hostOf, type ModelServer } from './mysql-server.ts';
import type { Moment } from './run-watcher.ts';
import type { Cut, Deed, Fault, Happening, HostFault, ServerFault, Split } from './scenario.ts';
import { describeFault } from './scenario.ts';
import type { ScriptHost } from './script-host.ts';
import type { ScriptRun } from './script-run.ts';
import type { Universe } from './universe.ts';

export class Faults {
  /** How many have begun. */
  begun = 0;
  private readonly universe: Universe;
  private readonly hosts: ReadonlyMap<string, ScriptHost>;
  private readonly faults: readonly Fault[];
  private readonly onlooker: Onlooker;
  private readonly ends = new Set<() => void>();
  private changes = 0;
  private isOver = false;

  constructor(
    faults: readonly Fault[],
    universe: Universe,
    hosts: ReadonlyMap<string, ScriptHost>,
    onlooker: Onlooker,
  ) {
    this.faults = faults;
    this.onlooker = onlooker;
    this.universe = universe;
    this.hosts = hosts;
    for (const fault of faults) {
      if ('at' in fault.when) universe.time.after(fault.when.at, () => this.begin(fault, null), 'fault');
    }
  }

  /** A run is at a statement that changes something. */
  strike(run: ScriptRun, moment: Moment): void {
    if (this.begun === 0 || this.isOver) return;
    if (moment === 'before') this.changes += 1;
    const number = this.changes;
    for (const fault of this.faults) {
      const { when } = fault;
      if ('at' in when || when.change !== number || when.moment !== moment) continue;
      if (fault.what.kind === 'killRun') this.begin(fault, run);
      else this.universe.time.after(when.plusMs, () => this.begin(fault, run), 'fault');
    }
  }

  /** Whatever lasts is over, and nothing new begins. */
  calm(): void {
    this.isOver = true;
    for (const end of [...this.ends]) end();
    this.ends.clear();
  }

  private begin(fault: Fault, run: ScriptRun | null): void {
    if (this.isOver) return;
    this.begun += 1;
    this.universe.story.say(() => `FAULT ${describeFault(fault)}`);
    const undo = this.happen(fault.what, run);
    this.reconsider();
    if (undo === null) return;
    const end = (): void => {
      if (!this.ends.delete(end)) return;
      this.universe.story.say(() => `OVER  ${describeFault(fault)}`);
      // Another one's end, before it, may have let a server do what the program had sent.
      this.universe.time.cause = 'fault';
      undo();
      this.reconsider();
    };
    this.ends.add(end);
    this.universe.time.after(fault.forMs, end, 'fault');
  }

  private reconsider(): void {
    for (const server of this.universe.servers.values()) {
      for (const channel of server.channels.values()) channel.connection?.reconsider();
    }
  }

  private happen(what: Happening, run: ScriptRun | null): (() => void) | null {
    if (what.kind === 'cut') return this.cut(what);
    if (what.kind === 'split') return this.split(what);
    if ('host' in what) {
      const host = this.hosts.get(what.host);
      return host === undefined ? null : happenToHost(host, what, run);
    }
    const server = this.universe.servers.get(what.server);
    return server === undefined ? null : happenToServer(server, what, this.onlooker);
  }

  private split({ one, other }: Split): () => void {
    const heal = one.flatMap((from) => other.map((to) => this.cut({ from, to, bothWays: true })));
    return () => {
      for (const end of heal) end();
    };
  }

  private cut({ from, to, bothWays }: Omit<Cut, 'kind'>): () => void {
    const { network } = this.universe;
    const addressOf = (name: string): string => (this.hosts.has(name) ? name : hostOf(name));
    const [a, b] = [addressOf(from), addressOf(to)];
    network.cut(a, b);
    if (bothWays) network.cut(b, a);
    return () => {
      network.heal(a, b);
      if (bothWays) network.heal(b, a);
    };
  }
}

function happenToHost(host: ScriptHost, what: HostFault, run: ScriptRun | null): (() => void) | null {
  const { proxysql } = host;
  switch (what.kind) {
    case 'killRun':
      kill(run === null ? host.running : [run]);
      return null;
    case 'killProxysql':
      if (!proxysql.isUp) return null;
      proxysql.kill();
      if (what.takesRunAlong) kill(host.running);
      return () => proxysql.start();
    case 'reloadMemory':
      if (proxysql.isUp && !proxysql.clock.standsStill) proxysql.reloadMemory();
      return null;
    case 'pauseHost':
      return standStill((run ?? proxysql).clock);
    case 'jumpClock':
      host.clockOffsetMs += what.ms;
      return null;
  }
}

/** On a machine that stands still they die when it goes on. */
function kill(runs: Iterable<ScriptRun>): void {
  for (const run of [...runs]) run.clock.whenGoing(() => run.kill());
}

function standStill(clock: MachineClock): (() => void) | null {
  if (clock.standsStill) return null;
  clock.stop();
  return () => clock.goOn();
}

function happenToServer(server: ModelServer, what: ServerFault | Deed, onlooker: Onlooker): (() => void) | null {
  switch (what.kind) {
    case 'crash':
    case 'vanish':
      if (server.state === 'down' || server.state === 'vanished') return null;
      if (what.kind === 'crash') server.crash();
      else server.vanish();
      return () => server.restart();
    case 'diesForGood':
      server.isGone = true;
      if (server.state === 'up' || server.state === 'frozen') server.crash();
      return null;
    case 'freeze':
    case 'pauseVm':
      if (!server.isUp) return null;
      if (what.kind === 'freeze') server.freeze();
      else server.pauseVm();
      return () => {
        if (server.state === 'frozen') server.thaw();
      };
    case 'slow':
      server.slowMs += what.ms;
      return () => {
        server.slowMs -= what.ms;
      };
    case 'lockApplier':
      server.lockApplier();
      return () => server.unlockApplier();
    case 'hangReceivers':
      server.hangReceivers();
      return () => server.freeReceivers();
    case 'tooManyConnections':
      server.tooManyConnections = true;
      return () => {
        server.tooManyConnections = false;
      };
    case 'lacksPrivilege':
      server.lacksPrivilege = true;
      return () => {
        server.lacksPrivilege = false;
      };
    default:
      return doByHand(server, what, onlooker);
  }
}
