import type { Socket } from 'node:net';
import type { RuntimeUser } from '../admin/store.ts';
import { Capability, Command, LONGLONG, OFFERED_CAPABILITIES } from '../wire/constants.ts';
import { frame, frameAll, packetSource } from '../wire/packets.ts';
import { eofPayload, okPayload, resultSetPayloads } from '../wire/replies.ts';
import { acceptLogin } from '../wire/server-login.ts';
import { type Answer, errorAnswer, forward } from './forward.ts';
import { type ClientPort, type ClientSession, drop, mustStay, release, statusFlags } from './session-state.ts';
import { sortStatement } from './statements.ts';

function okAnswer(session: ClientSession): Answer {
  return { kind: 'answer', bytes: frame(1, okPayload({ statusFlags: statusFlags(session) })) };
}

async function answerQuery(port: ClientPort, session: ClientSession, text: string): Promise<Answer> {
  const statement = sortStatement(text);
  switch (statement.kind) {
    case 'use':
      session.schema = statement.schema;
      return okAnswer(session);
    case 'set': {
      const autocommit = statement.name === 'autocommit' ? /=\s*(1|on|true)$/i.test(statement.sql) : session.autocommit;
      if (session.held?.inTransaction) {
        const answer = await forward(port, session, text, false);
        session.sets.set(statement.name, statement.sql);
        session.autocommit = autocommit;
        return answer;
      }
      session.sets.set(statement.name, statement.sql);
      session.autocommit = autocommit;
      return okAnswer(session);
    }
    case 'end transaction':
      return session.held?.inTransaction ? forward(port, session, text, false) : okAnswer(session);
    case 'last insert id':
      if (session.held !== null) return forward(port, session, text, false);
      return {
        kind: 'answer',
        bytes: frameAll(
          1,
          resultSetPayloads(
            [{ name: statement.column, characterSet: 63, length: 31, type: LONGLONG, flags: 161 }],
            [[String(session.lastInsertId)]],
            statusFlags(session),
          ),
        ),
      };
    case 'version comment':
      return {
        kind: 'answer',
        bytes: frameAll(1, resultSetPayloads([{ name: '@@version_comment' }], [['(ProxySQL)']], statusFlags(session))),
      };
    case 'forward':
      return forward(port, session, text, statement.pins);
  }
}

async function answerCommand(port: ClientPort, session: ClientSession, payload: Buffer): Promise<Answer | null> {
  switch (payload[0]) {
    case Command.query:
      return answerQuery(port, session, payload.subarray(1).toString());
    case Command.ping:
      return okAnswer(session);
    case Command.initDatabase:
      session.schema = payload.subarray(1).toString();
      return okAnswer(session);
    case Command.resetConnection:
      drop(session);
      session.sets.clear();
      session.autocommit = true;
      return okAnswer(session);
    case Command.setOption:
      return { kind: 'answer', bytes: frame(1, eofPayload(statusFlags(session))) };
    case Command.statistics:
      return { kind: 'answer', bytes: frame(1, Buffer.from('Uptime: 1')) };
    case Command.closeStatement:
    case Command.sendLongData:
      return null;
    case Command.prepare:
      return errorAnswer({
        errno: 1295,
        sqlState: 'HY000',
        message: 'The stand-in for ProxySQL has no prepared statement protocol: use text statements',
      });
    default:
      return errorAnswer({ errno: 1045, sqlState: '28000', message: 'Command not supported' });
  }
}

/** Serves one connection to the client port until either side ends it. */
export async function serveClient(port: ClientPort, socket: Socket, id: number): Promise<void> {
  const { store } = port;
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  const source = packetSource(socket);
  const userNamed = (name: string): RuntimeUser | undefined => store.users.find((user) => user.username === name);
  const login = await acceptLogin(socket, source, {
    connectionId: id,
    serverVersion: store.settings.serverVersion,
    plugin: store.settings.authPlugin,
    capabilities: OFFERED_CAPABILITIES,
    passwordOf: (name) => userNamed(name)?.password ?? null,
  });
  const user = login === null ? undefined : userNamed(login.user);
  if (login === null || user === undefined) return;
  const session: ClientSession = {
    id,
    socket,
    user,
    characterSet: login.characterSet,
    foundRows: (login.capabilities & Capability.foundRows) !== 0,
    schema: login.database ?? user.defaultSchema ?? (store.settings.defaultSchema || null),
    sets: new Map(),
    autocommit: true,
    lastInsertId: 0,
    held: null,
    heldUntil: null,
    transactionHostgroup: null,
    running: null,
    ended: false,
  };
  port.sessions.add(session);
  socket.on('close', () => {
    session.ended = true;
  });
  for (;;) {
    const packet = await source.next();
    if (packet === null || packet.payload[0] === Command.quit) break;
    const answer = await answerCommand(port, session, packet.payload);
    session.running = null;
    if (answer?.kind === 'close') break;
    if (answer !== null && !socket.destroyed) socket.write(answer.bytes);
  }
  session.ended = true;
  port.sessions.delete(session);
  if (session.held !== null && mustStay(session.held)) drop(session);
  else release(port, session);
  socket.end();
  socket.destroySoon();
}
