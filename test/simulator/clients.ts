/** An application that writes through a ProxySQL: one write after another, each by whatever server is the writer then. */
import type { ModelServer } from './mysql-server.ts';
import type { ModelProxysql } from './proxysql.ts';
import type { Transaction } from './transactions.ts';
import type { Universe } from './universe.ts';

export interface ClientSettings {
  readonly writerHostgroup: number;
  readonly thinkMs: number;
  /** Null: never. */
  readonly stopsWritingAt: number | null;
}

/** A client that hears nothing for so long writes on, elsewhere or again. */
const PATIENCE_MS = 5000;
const RETRY_MS = 200;

export class Client {
  private readonly proxysql: ModelProxysql;
  private readonly universe: Universe;
  private readonly settings: ClientSettings;
  private readonly onAcknowledged: (server: ModelServer, transaction: Transaction, semiSync: boolean) => void;
  private turn = 0;

  constructor(
    proxysql: ModelProxysql,
    universe: Universe,
    settings: ClientSettings,
    onAcknowledged: (server: ModelServer, transaction: Transaction, semiSync: boolean) => void,
  ) {
    this.proxysql = proxysql;
    this.universe = universe;
    this.settings = settings;
    this.onAcknowledged = onAcknowledged;
    this.next(universe.random.between(0, settings.thinkMs));
  }

  private next(ms: number): void {
    const turn = ++this.turn;
    this.proxysql.clock.after(ms, () => this.write(turn), 'client');
  }

  private write(turn: number): void {
    const { network, time, serverAt } = this.universe;
    if (turn !== this.turn || time.now >= (this.settings.stopsWritingAt ?? Infinity)) return;
    const row = this.proxysql.isUp ? this.proxysql.writerFor(this.settings.writerHostgroup, turn) : null;
    if (row === null) {
      this.proxysql.whenChanged(() => this.next(1));
      return;
    }
    const server = serverAt({ host: row.hostname, port: row.port });
    if (server === null || server.state === 'down' || server.state === 'vanished') {
      this.next(RETRY_MS);
      return;
    }
    const { incarnation } = server;
    const { host } = this.proxysql.setup;
    const { clock } = this.proxysql;
    const life = this.proxysql.incarnation;
    clock.after(PATIENCE_MS, () => {
      if (turn === this.turn) this.next(0);
    });
    const failed = (): void => {
      if (turn === this.turn) this.next(RETRY_MS);
    };
    network.send(host, server.host, () =>
      server.receive(
        incarnation,
        () => {
          if (server.readOnly) return failed();
          const transaction = server.write((semiSync) =>
            network.send(server.host, host, () =>
              clock.whenGoing(() => {
                if (turn !== this.turn || life !== this.proxysql.incarnation || !this.proxysql.isUp) return;
                this.onAcknowledged(server, transaction, semiSync);
                this.next(this.settings.thinkMs);
              }),
            ),
          );
        },
        failed,
      ),
    );
  }
}

/** Somebody who writes on a server itself, past every ProxySQL. */
export class LocalWriter {
  constructor(name: string, universe: Universe) {
    const write = (): void => {
      universe.time.after(universe.random.between(20, 400), write, 'client');
      const server = universe.servers.get(name);
      if (server?.isUp && !server.readOnly) server.write(() => {});
    };
    write();
  }
}
