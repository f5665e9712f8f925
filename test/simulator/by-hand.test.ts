/** What a person does to model servers. */
import { expect, test } from 'vitest';
import { aScenario } from './a-scenario.ts';
import { addServers, newUniverse } from './build.ts';
import { doByHand, type Onlooker } from './by-hand.ts';
import type { ModelServer } from './mysql-server.ts';
import type { Deed } from './scenario.ts';

const NOTHING = () => {};
const NO_HOOKS = {
  becameWritable: NOTHING,
  becameReadOnly: NOTHING,
  forgotSource: NOTHING,
  thrownAway: NOTHING,
  lostReplica: NOTHING,
};

/** Three servers after a person has done that to b, and so much time. */
function after(ms: number, kind: Deed['kind'], setting: (server: (name: string) => ModelServer) => void = NOTHING) {
  const servers = new Map<string, ModelServer>();
  const universe = newUniverse(1, servers, false);
  addServers(aScenario({}), servers, universe, NO_HOOKS);
  const server = (name: string): ModelServer => {
    const found = servers.get(name);
    if (found === undefined) throw new Error(`no server ${name}`);
    return found;
  };
  const promoted: string[] = [];
  const onlooker: Onlooker = { isFailoverUnderWay: false, promotedByHand: ({ name }) => promoted.push(name) };
  let isOver = false;
  universe.time.after(100, () => {
    setting(server);
    doByHand(server('b'), { kind, server: 'b' }, onlooker);
  });
  universe.time.after(100 + ms, () => {
    isOver = true;
  });
  while (!isOver && universe.time.step());
  return { promoted, server };
}

const sourceOf = ({ channels }: ModelServer): string | undefined => channels.get('')?.source.host;

test('a detached server is writable, follows nobody and has writes of its own', () => {
  const { server } = after(100, 'detach');
  const b = server('b');
  expect([b.readOnly, b.channels.size, b.binlog.length]).toEqual([false, 0, 3]);
});

test('it is detached only when it has applied what it received', () => {
  const { server } = after(20_000, 'detach', (name) => {
    name('b').lockApplier();
    name('a').write(NOTHING);
    const [channel] = name('b').channels.values();
    channel?.write(name('a').binlog);
  });
  expect([server('b').readOnly, server('b').channels.size]).toEqual([true, 1]);
});

test('after a change of primaries by hand everybody follows the new one', () => {
  const { promoted, server } = after(10_000, 'switchover');
  expect(promoted).toEqual(['b']);
  expect(['a', 'b', 'c'].map((name) => server(name).readOnly)).toEqual([true, false, true]);
  expect(['a', 'b', 'c'].map((name) => sourceOf(server(name)))).toEqual(['db-b', undefined, 'db-b']);
});

test('the old primary gets its place back where the new one lacks something', () => {
  const { promoted, server } = after(10_000, 'switchover', (name) => {
    name('b').lockApplier();
    name('a').write(NOTHING);
  });
  expect(promoted).toEqual([]);
  expect(['a', 'b', 'c'].map((name) => server(name).readOnly)).toEqual([false, true, true]);
});
