/** What the models tell whoever watches over the invariants. */
import type { ModelServer } from './mysql-server.ts';
import type { Transaction } from './transactions.ts';

export interface Hooks {
  becameWritable(server: ModelServer): void;
  becameReadOnly(server: ModelServer): void;
  /** Received, not applied, and gone from the relay log. */
  thrownAway(server: ModelServer, transactions: readonly Transaction[]): void;
  /** RESET REPLICA ALL. */
  forgotSource(server: ModelServer): void;
  /** A connection of a replica has ended, or the process of the server itself. */
  lostReplica(server: ModelServer): void;
}
