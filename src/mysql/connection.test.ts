/** What a session tells when its connection breaks, over real sockets. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Command, OFFERED_CAPABILITIES } from '../../test/stand-in/wire/constants.ts';
import { frame, frameAll, packetSource } from '../../test/stand-in/wire/packets.ts';
import { errorPayload, resultSetPayloads } from '../../test/stand-in/wire/replies.ts';
import { acceptLogin } from '../../test/stand-in/wire/server-login.ts';
import { openSession } from './connection.ts';
import type { ServerSession } from './session.ts';

let listener: Server;
let sockets: Socket[];
let session: ServerSession;

/** Answers SELECT 1, refuses what says so, and says nothing to everything else. */
async function serve(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  const source = packetSource(socket);
  await acceptLogin(socket, source, {
    connectionId: 1,
    serverVersion: '8.4.0',
    plugin: 'mysql_native_password',
    capabilities: OFFERED_CAPABILITIES,
    passwordOf: () => 'secret',
  });
  for (;;) {
    const packet = await source.next();
    if (packet === null) return;
    const text = packet.payload[0] === Command.query ? packet.payload.subarray(1).toString() : '';
    if (text === 'SELECT 1') socket.write(frameAll(1, resultSetPayloads([{ name: 'one' }], [['1']])));
    if (text === 'refuse this') socket.write(frame(1, errorPayload(REFUSED)));
  }
}

const REFUSED = { errno: 1064, sqlState: '42000', message: 'You have an error in your SQL syntax' };

beforeEach(async () => {
  sockets = [];
  listener = createServer((socket) => {
    sockets.push(socket);
    void serve(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  session = await openSession({ host: '127.0.0.1', port }, { user: 'u', password: 'secret', tls: null }, 1000);
  expect((await session.query('SELECT 1', 1000)).rows).toEqual([{ one: '1' }]);
});

afterEach(() => {
  session.close();
  for (const socket of sockets) socket.destroy();
  listener.close();
});

function noticed(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

test.each([
  ['closed', (socket: Socket) => socket.end()],
  ['reset', (socket: Socket) => socket.resetAndDestroy()],
  [
    'ended by the server with an error',
    (socket: Socket) => socket.end(frame(0, errorPayload({ errno: 4031, sqlState: 'HY000', message: 'inactivity' }))),
  ],
])('a session that was %s while it was idle is broken, and no living server', async (_, end) => {
  for (const socket of sockets) end(socket);
  await noticed();
  const broken = { reason: 'reset', errno: null };
  await expect(session.query('SELECT 1', 1000)).rejects.toMatchObject(broken);
  await expect(session.queryEach(['SELECT 1', 'SELECT 1'], 1000)).rejects.toMatchObject(broken);
});

test('a session that broke while a statement was under way tells every later statement the same', async () => {
  const waiting = session.query('SELECT SLEEP(10)', 5000);
  for (const socket of sockets) socket.resetAndDestroy();
  await expect(waiting).rejects.toMatchObject({ reason: 'reset' });
  await expect(session.query('SELECT 1', 1000)).rejects.toMatchObject({ reason: 'reset' });
});

test('a server that kept a statement waiting stays silent on that session', async () => {
  await expect(session.query('SELECT SLEEP(10)', 50)).rejects.toMatchObject({ reason: 'silent' });
  await expect(session.query('SELECT 1', 1000)).rejects.toMatchObject({ reason: 'silent' });
});

test('an error that the server answers with breaks nothing', async () => {
  await expect(session.query('refuse this', 1000)).rejects.toMatchObject({ reason: 'serverError', errno: 1064 });
  expect((await session.query('SELECT 1', 1000)).rows).toEqual([{ one: '1' }]);
});

test.each(['fe80::1', '255.255.255.255'])(
  'what this host’s own system says of an address (%s) is no answer of a server',
  async (host) => {
    const opening = openSession({ host, port: 3306 }, { user: 'u', password: 'secret', tls: null }, 1000);
    // Where the system has no route there, it says that instead.
    await expect(opening).rejects.toMatchObject({ reason: expect.toBeOneOf(['localError', 'hostUnreachable']) });
  },
);
