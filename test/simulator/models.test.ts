/** The models do what the real ones were seen to do: each test is a sentence of the facts, or of MySQL's manual. */
import { describe, expect, test } from 'vitest';
import { Unanswered } from '../../src/mysql/session.ts';
import { changeSource, MAKE_WRITABLE, resetReplica } from '../../src/mysql/statements.ts';
import { LOAD_SERVERS_TO_RUNTIME } from '../../src/proxysql/server-rows.ts';
import { aScenario, type ScenarioStory } from './a-scenario.ts';
import { addServers, newUniverse, READER, rowsOf, WRITER } from './build.ts';
import type { ModelChannel } from './channel.ts';
import type { Hooks } from './hooks.ts';
import { hostOf, type ModelServer } from './mysql-server.ts';
import { execute } from './mysql-statements.ts';
import { ModelProxysql } from './proxysql.ts';
import { placesOf, ReadOnlyMonitor } from './read-only-monitor.ts';
import { type Transaction, textOf } from './transactions.ts';

const NO_HOOKS: Hooks = {
  becameWritable() {},
  becameReadOnly() {},
  forgotSource() {},
  thrownAway() {},
  lostReplica() {},
};

function aCluster(story: ScenarioStory = {}, hooks: Partial<Hooks> = {}) {
  const scenario = aScenario(story);
  const servers = new Map<string, ModelServer>();
  const universe = newUniverse(1, servers, false);
  addServers(scenario, servers, universe, { ...NO_HOOKS, ...hooks });
  const server = (name: string): ModelServer => {
    const found = servers.get(name);
    if (found === undefined) throw new Error(`no server ${name}`);
    return found;
  };
  const channel = (name: string): ModelChannel => {
    const found = server(name).channels.get('');
    if (found === undefined) throw new Error(`${name} follows nobody`);
    return found;
  };
  /** Lets so much time pass; silence is noticed as after a fault. */
  const pass = (ms: number): void => {
    for (const { channels } of servers.values()) for (const one of channels.values()) one.connection?.reconsider();
    let isOver = false;
    universe.time.after(ms, () => {
      isOver = true;
    });
    while (!isOver && universe.time.step());
  };
  pass(100);
  return { scenario, universe, server, channel, pass };
}

const A_SESSION = { waitTimeout: 28_800, writableUntilMs: null, isEndedByServer: () => false, run: null };

describe('a receiver', () => {
  test('goes on saying Yes on a frozen source until replica_net_timeout', () => {
    const { server, channel, pass } = aCluster({ netTimeoutMs: 60_000 });
    server('a').freeze();
    pass(59_000);
    expect(channel('b').thread).toBe('connected');
    pass(2000);
    expect(channel('b')).toMatchObject({ thread: 'connecting', hasTriedInVain: true });
  });

  test('goes on where it was when its source thaws before that', () => {
    const { server, channel, pass } = aCluster({ netTimeoutMs: 60_000 });
    server('a').freeze();
    pass(30_000);
    server('a').thaw();
    pass(60_000);
    server('a').write(() => {});
    pass(100);
    expect(channel('b').thread).toBe('connected');
    expect(textOf(server('b').executed)).toBe(textOf(server('a').executed));
  });

  test('learns at once that its source crashed, and tries again', () => {
    const { server, channel, pass } = aCluster();
    server('a').crash();
    pass(100);
    expect(channel('b')).toMatchObject({ thread: 'connecting', errno: 2003, hasTriedInVain: true });
    server('a').restart();
    pass(1100);
    expect(channel('b')).toMatchObject({ thread: 'connected', errno: 0, hasTriedInVain: false });
  });

  test('gives up after SOURCE_RETRY_COUNT attempts', () => {
    const { server, channel, pass } = aCluster({ retryCount: 3 });
    server('a').crash();
    pass(5000);
    expect(channel('b')).toMatchObject({ thread: 'stopped', errno: 2003 });
  });

  test('that was just started has not tried in vain', () => {
    const { server, channel } = aCluster();
    server('a').freeze();
    channel('b').stopReceiver();
    channel('b').startReceiver();
    expect(channel('b')).toMatchObject({ thread: 'connecting', hasTriedInVain: false });
  });

  test('gets nothing from a source that has purged what it lacks', () => {
    const { server, channel, pass } = aCluster({ servers: { a: {}, b: {}, c: { logReplicaUpdates: false } } });
    channel('b').stopReceiver();
    server('a').write(() => {});
    pass(100);
    execute(server('b'), changeSource('', { host: hostOf('c'), port: 3306 }, 30), A_SESSION).effect();
    channel('b').startReceiver();
    pass(100);
    expect(channel('b')).toMatchObject({ thread: 'stopped', errno: 13114 });
  });
});

describe('what makes a server writable', () => {
  const [until, makeWritable] = MAKE_WRITABLE;
  const sentEarlier = (ms: number): ModelServer => {
    const { server, pass } = aCluster({});
    execute(server('b'), until, A_SESSION).effect();
    pass(ms);
    execute(server('b'), makeWritable, A_SESSION).effect();
    return server('b');
  };

  test('does so in time, and nothing when a server finds it on thawing', () => {
    expect(sentEarlier(100)).toMatchObject({ readOnly: false, superReadOnly: false });
    expect(sentEarlier(5500)).toMatchObject({ readOnly: true, superReadOnly: true });
  });
});

describe('the relay log', () => {
  function withUnapplied() {
    const thrownAway: Transaction[] = [];
    const cluster = aCluster({}, { thrownAway: (_, transactions) => thrownAway.push(...transactions) });
    cluster.server('b').lockApplier();
    cluster.server('a').write(() => {});
    cluster.pass(100);
    cluster.channel('b').stopReceiver();
    expect(cluster.channel('b').relay).toHaveLength(1);
    return { ...cluster, thrownAway };
  }
  const toC = changeSource('', { host: hostOf('c'), port: 3306 }, 30);

  test('is kept by CHANGE REPLICATION SOURCE while the applier runs', () => {
    const { server, channel, thrownAway } = withUnapplied();
    execute(server('b'), toC, A_SESSION).effect();
    expect(thrownAway).toEqual([]);
    expect(channel('b').relay).toHaveLength(1);
  });

  test('is thrown away by CHANGE REPLICATION SOURCE where the applier is stopped', () => {
    const { server, channel, thrownAway } = withUnapplied();
    channel('b').stopApplier();
    execute(server('b'), toC, A_SESSION).effect();
    expect(thrownAway).toHaveLength(1);
  });

  test('is thrown away by RESET REPLICA ALL, which both threads have to be stopped for', () => {
    const { server, channel, thrownAway } = withUnapplied();
    expect(() => execute(server('b'), resetReplica(''), A_SESSION).effect()).toThrow(Unanswered);
    channel('b').stopApplier();
    execute(server('b'), resetReplica(''), A_SESSION).effect();
    expect(thrownAway).toHaveLength(1);
    expect(server('b').channels.size).toBe(0);
  });

  test('is thrown away at a restart with relay_log_recovery, and fetched again', () => {
    const { server, pass, thrownAway } = (() => {
      const lost: Transaction[] = [];
      const cluster = aCluster(
        { servers: { a: {}, b: { relayLogRecovery: true } } },
        { thrownAway: (_, transactions) => lost.push(...transactions) },
      );
      return { ...cluster, thrownAway: lost };
    })();
    server('b').lockApplier();
    server('a').write(() => {});
    pass(100);
    server('b').crash();
    server('b').restart();
    expect(thrownAway).toHaveLength(1);
    server('b').unlockApplier();
    pass(1000);
    expect(textOf(server('b').executed)).toBe(textOf(server('a').executed));
  });
});

describe('a semi-synchronous commit', () => {
  const semiSync = { waitForReplicaCount: 2, timeoutMs: 4000 };

  test('is acknowledged when enough replicas have it, and visible only then', () => {
    const { server, pass } = aCluster({ semiSync });
    const acknowledged: boolean[] = [];
    const before = textOf(server('a').executed);
    server('a').write((isSemiSync) => acknowledged.push(isSemiSync));
    expect(textOf(server('a').executed)).toBe(before);
    pass(200);
    expect(acknowledged).toEqual([true]);
    expect(textOf(server('a').executed)).not.toBe(before);
  });

  test('ends without them after the timeout; the next ones do not wait until the replicas have caught up', () => {
    const { server, channel, pass } = aCluster({ semiSync });
    channel('c').stopReceiver();
    const acknowledged: boolean[] = [];
    const write = () => server('a').write((isSemiSync) => acknowledged.push(isSemiSync));
    write();
    pass(3900);
    expect(acknowledged).toEqual([]);
    pass(200);
    write();
    expect(acknowledged).toEqual([false, false]);
    channel('c').startReceiver();
    pass(200);
    write();
    pass(200);
    expect(acknowledged).toEqual([false, false, true]);
  });

  test('is committed by crash recovery though nobody was told', () => {
    const { server, channel, pass } = aCluster({ semiSync });
    channel('b').stopReceiver();
    channel('c').stopReceiver();
    const before = textOf(server('a').executed);
    server('a').write(() => expect.fail('nobody confirmed it'));
    pass(100);
    server('a').crash();
    server('a').restart();
    expect(textOf(server('a').executed)).not.toBe(before);
  });
});

describe('a server', () => {
  test('that is frozen does what it was sent when it thaws', () => {
    const { server } = aCluster();
    const b = server('b');
    b.freeze();
    const done: string[] = [];
    b.receive(
      b.incarnation,
      () => done.push('done'),
      () => done.push('refused'),
    );
    expect(done).toEqual([]);
    b.thaw();
    expect(done).toEqual(['done']);
  });

  test('whose virtual machine stands still is frozen, and thinks that no time has passed', () => {
    const { server, pass } = aCluster();
    const b = server('b');
    const before = b.uptimeSeconds;
    b.pauseVm();
    expect(b.state).toBe('frozen');
    pass(10_000);
    b.thaw();
    expect(b.uptimeSeconds).toBe(before);
  });

  test('that died for good does not come back', () => {
    const { server } = aCluster();
    server('b').crash();
    server('b').isGone = true;
    server('b').restart();
    expect(server('b').isUp).toBe(false);
  });

  test('comes back with what my.cnf says of read_only', () => {
    const { server } = aCluster({ servers: { a: { startsReadOnly: true }, b: { startsReadOnly: false } } });
    for (const name of ['a', 'b']) {
      server(name).crash();
      server(name).restart();
    }
    expect([server('a').readOnly, server('b').readOnly]).toEqual([true, false]);
  });
});

describe("ProxySQL's monitor", () => {
  function withProxysql(story: ScenarioStory) {
    const cluster = aCluster(story);
    const { scenario, universe } = cluster;
    const proxysql = new ModelProxysql(
      {
        host: 'script',
        rows: rowsOf(scenario),
        pairs: [{ writer: WRITER, reader: READER }],
        writerIsAlsoReader: scenario.layout !== 'monitoredMoves',
      },
      universe,
    );
    new ReadOnlyMonitor(proxysql, universe);
    return { ...cluster, proxysql, places: (name: string) => placesOf(hostOf(name), proxysql.runtime) };
  }

  test('takes a dead writer for a reader after three checks, ONLINE', () => {
    const { server, pass, places } = withProxysql({ layout: 'monitoredMoves' });
    server('a').crash();
    pass(1500);
    expect(places('a')).toBe('in 10 ONLINE');
    pass(2500);
    expect(places('a')).toBe('in 20 ONLINE');
  });

  test('makes every writable server a writer: two of them are two writers', () => {
    const { server, pass, proxysql } = withProxysql({ layout: 'monitored' });
    server('c').setReadOnly(false, false, 'person');
    pass(1500);
    expect(proxysql.writers(WRITER).map(({ hostname }) => hostname)).toEqual(['db-a', 'db-c']);
    proxysql.database.giveBack();
  });

  test('is undone by LOAD, and does it again', () => {
    const { server, pass, places, proxysql } = withProxysql({ layout: 'monitoredMoves' });
    server('a').setReadOnly(true, true, 'person');
    pass(1500);
    expect(places('a')).toBe('in 20 ONLINE');
    proxysql.query(LOAD_SERVERS_TO_RUNTIME);
    expect(places('a')).toBe('in 10 ONLINE');
    pass(1100);
    expect(places('a')).toBe('in 20 ONLINE');
  });

  test('does nothing to a server in a hostgroup outside the pair', () => {
    const { pass, places, proxysql } = withProxysql({ layout: 'monitoredMoves' });
    proxysql.query("UPDATE mysql_servers SET hostgroup_id = 9010 WHERE hostname = 'db-a'");
    proxysql.query(LOAD_SERVERS_TO_RUNTIME);
    pass(3000);
    expect(places('a')).toBe('in 9010 ONLINE');
  });
});

test('ProxySQL comes back with what was saved to disk', () => {
  const { scenario, universe } = aCluster();
  const setup = { host: 'script', rows: rowsOf(scenario), pairs: [], writerIsAlsoReader: true };
  const proxysql = new ModelProxysql(setup, universe);
  proxysql.query("DELETE FROM mysql_servers WHERE hostname = 'db-a'");
  proxysql.query(LOAD_SERVERS_TO_RUNTIME);
  expect(proxysql.writers(WRITER)).toEqual([]);
  proxysql.kill();
  proxysql.start();
  expect(proxysql.writers(WRITER).map(({ hostname }) => hostname)).toEqual(['db-a']);
  expect(() => proxysql.query('SELECT nonsense FROM mysql_servers')).toThrow('ProxySQL Admin Error');
});
