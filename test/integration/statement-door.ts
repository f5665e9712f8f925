/** A door before a MySQL server that reads along: each statement that changes something there is judged before it gets through. */
import { connect, createServer, type Socket } from 'node:net';
import { giveBackAddress, takeAddress } from '../lab/loopback.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { statementIn } from './statement-in.ts';

/**
 * `pass`: it goes on. `lost`: it never arrives. `unanswered`: it is carried out, its answer never arrives. `late`: it waits at the
 * door, past the end of the connection that sent it, until `letIn`.
 */
type Verdict = 'pass' | 'lost' | 'unanswered' | 'late';

export interface StatementDoor {
  readonly address: string;
  readonly port: number;
  readonly endpoint: string;
  /** Whoever waits at the door is let in; resolves when all of it has been carried out. */
  readonly letIn: () => Promise<void>;
  readonly close: () => void;
}

export interface DoorKeeper {
  readonly judge: (statement: string) => Verdict;
  /** It was lost, or has been carried out and is not answered. */
  readonly turnedAway: () => void;
}

/** What this program changes servers with; a receiver sets variables of its own session. */
const CHANGES = /^(STOP|START|CHANGE|RESET|KILL|SET GLOBAL) /;

export async function openStatementDoor(to: MysqlServer, keeper: DoorKeeper): Promise<StatementDoor> {
  const { address, port } = await takeAddress(to.port);
  const sockets = new Set<Socket>();
  const waiting: { readonly server: Socket; readonly bytes: Buffer }[] = [];
  const listener = createServer((client) => {
    const server = connect({ host: to.address, port: to.port });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    let verdict: Verdict = 'pass';
    client.on('data', (bytes) => {
      const statement = statementIn(bytes);
      if (statement !== null && CHANGES.test(statement)) verdict = keeper.judge(statement);
      if (verdict === 'lost') return keeper.turnedAway();
      if (verdict === 'late') waiting.push({ server, bytes });
      else server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (verdict === 'unanswered') keeper.turnedAway();
      else if (!client.destroyed) client.write(bytes);
    });
    client.on('close', () => verdict !== 'late' && server.destroy());
    server.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(port, address, resolve));
  return {
    address,
    port,
    endpoint: `${address}:${port}`,
    letIn: async () => {
      const answers = waiting.splice(0).map(({ server, bytes }) => {
        const answer = new Promise<void>((resolve) => server.once('data', () => resolve()));
        server.write(bytes);
        return answer;
      });
      await Promise.all(answers);
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      giveBackAddress(address);
    },
  };
}
