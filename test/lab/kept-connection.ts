// A connection that is opened when it is first needed and used from then on, until it breaks or is given up.
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type QueryOptions,
  type ResultSetHeader,
  type RowDataPacket,
} from 'mysql2/promise';

export interface KeptConnection {
  readonly open: () => Promise<Connection>;
  /** An error that is not the server's own gives the connection up. */
  readonly query: (query: QueryOptions) => Promise<RowDataPacket[] | ResultSetHeader>;
  /** Gives it up: the next query opens a new one. */
  readonly forget: () => void;
}

export function keepConnection(
  options: ConnectionOptions,
  onOpen: (connection: Connection) => void = () => undefined,
): KeptConnection {
  let kept: Promise<Connection> | undefined;

  const forget = (): void => {
    kept?.then(
      (connection) => connection.destroy(),
      () => undefined,
    );
    kept = undefined;
  };

  const open = (): Promise<Connection> => {
    kept ??= (async () => {
      const connection = await createConnection(options);
      // Without a listener a killed server's broken connection would end the test process.
      connection.on('error', forget);
      onOpen(connection);
      return connection;
    })();
    kept.catch(() => {
      kept = undefined;
    });
    return kept;
  };

  const query: KeptConnection['query'] = async (what) => {
    const connection = await open();
    try {
      const [result] = await connection.query<RowDataPacket[] | ResultSetHeader>(what);
      return result;
    } catch (error) {
      if (!(error instanceof Error && 'sqlState' in error && error.sqlState)) forget();
      throw error;
    }
  };

  return { open, query, forget };
}
