/** Makes the faults of a scenario happen, and ends them. */
import { hostOf, type ModelServer } from './mysql-server.ts';
import type { Moment } from './run-watcher.ts';
import type { Fault, Happening } from './scenario.ts';
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
  private readonly ends = new Set<() => void>();
  private changes = 0;
  private isOver = false;

  constructor(faults: readonly Fault[], universe: Universe, hosts: ReadonlyMap<string, ScriptHost>) {
    this.faults = faults;
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
    switch (what.kind) {
      case 'cut':
        return this.cut(what.from, what.to, what.bothWays);
      case 'killRun':
      case 'killProxysql':
      case 'reloadMemory':
      case 'jumpClock': {
        const host = this.hosts.get(what.host);
        return host === undefined ? null : happenToHost(host, what, run);
      }
      default: {
        const server = this.universe.servers.get(what.server);
        return server === undefined ? null : happenTo(server, what);
      }
    }
  }

  private cut(from: string, to: string, bothWays: boolean): () => void {
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

function happenToHost(
  host: ScriptHost,
  what: Extract<Happening, { host: string }>,
  run: ScriptRun | null,
): (() => void) | null {
  const { proxysql } = host;
  switch (what.kind) {
    case 'killRun':
      if (run !== null) run.kill();
      else for (const one of [...host.running]) one.kill();
      return null;
    case 'killProxysql':
      if (!proxysql.isUp) return null;
      proxysql.kill();
      if (what.takesRunAlong) for (const one of [...host.running]) one.kill();
      return () => proxysql.start();
    case 'reloadMemory':
      if (proxysql.isUp) proxysql.reloadMemory();
      return null;
    case 'jumpClock':
      host.clockOffsetMs += what.ms;
      return null;
  }
}

function happenTo(server: ModelServer, what: Extract<Happening, { server: string }>): (() => void) | null {
  switch (what.kind) {
    case 'crash':
    case 'vanish':
      if (server.state === 'down' || server.state === 'vanished') return null;
      if (what.kind === 'crash') server.crash();
      else server.vanish();
      return () => server.restart();
    case 'freeze':
      if (!server.isUp) return null;
      server.freeze();
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
    case 'stopReceiver':
      if (!server.isUp) return null;
      for (const channel of server.channels.values()) channel.stopReceiver();
      return () => {
        byHand(server, () => {
          for (const channel of server.channels.values()) channel.startReceiver();
        });
      };
    case 'stopApplier':
      if (!server.isUp) return null;
      for (const channel of server.channels.values()) channel.stopApplier();
      return () => {
        byHand(server, () => {
          for (const channel of server.channels.values()) channel.startApplier();
        });
      };
  }
}

/** A person's statement: a server that is frozen does it when it thaws, one that is down is not asked. */
function byHand(server: ModelServer, work: () => void): void {
  server.receive(server.incarnation, work);
}
