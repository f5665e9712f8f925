import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { giveBackAddress, takeAddress } from '../lab/loopback.ts';
import { waitUntil } from '../lab/wait.ts';
import { defaultConfig, withAdmin, withRules, writeConfig } from './config.ts';
import { insertPlace, READER, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { waitUntilItReceives, writeOrders } from './servers.ts';
import { beyondMemory } from './watch.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

describe('on the command line', () => {
  beforeAll(() => scene.reset());

  test.each<[string, readonly string[], string]>([
    ['an unknown command', ['walk'], "unknown command 'walk'; there are: run, acknowledge, install, uninstall, "],
    ['a word too many', ['run', 'now'], "'now' is one word too many after 'run'"],
    ['an unknown option', ['--dry'], 'unknown option --dry; see: proxysql-failover help'],
    ['an option of another command', ['run', '--execute'], "--execute does not go with 'run'"],
    ['an option without its value', ['run', '--cluster'], '--cluster needs a value'],
    ['an option given twice', ['run', '--cluster', 'shop', '--cluster', 'shop'], '--cluster is given twice'],
    ['something else that is dead', ['--dry-run', '--assume-dead', 'replica'], "--assume-dead takes 'primary'"],
    ['a dry run that is switched off', ['--dry-run=false'], '--dry-run takes no value'],
    ['a dry run that is switched off by a word', ['--dry-run', 'false'], '--dry-run takes no value'],
    ['a dry run that is negated', ['--no-dry-run'], 'there is no --no-dry-run: leave --dry-run out instead'],
    ['a rehearsal that is none', ['--assume-dead', 'primary'], 'it goes with --dry-run'],
    ['JSON of a real run', ['--json'], '--json goes with --dry-run'],
    ['a level that is none', ['--log-level', 'loud'], '--log-level takes one of debug, info, warn, error'],
    ['an interval that is none', ['install', '--interval-ms', '50'], '--interval-ms takes 100 to 100000000'],
    ['an unknown cluster', ['--cluster', 'nope'], "no cluster 'nope'; there are: shop"],
    ['an unknown cluster, rehearsed', ['--dry-run', '--cluster', 'nope'], "no cluster 'nope'; there are: shop"],
    ['an unknown cluster, installed', ['install', '--execute', '--cluster', 'nope'], "no cluster 'nope'"],
  ])('%s', async (_, args, says) => {
    const watch = await scene.watch();
    const ended = await scene.run(...args);
    expect(ended, ended.stderr).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^proxysql-failover: /);
    expect(ended.stderr).toContain(says);
    expect(await watch.changes()).toEqual([]);
  });
});

describe('in the config', () => {
  beforeAll(() => scene.reset());
  const config = (changes: Record<string, unknown>) => ({ ...defaultConfig(scene.proxysql), ...changes });
  const cluster = { name: 'shop', writerHostgroup: WRITER, readerHostgroup: READER };

  test.each<[string, () => unknown, readonly string[]]>([
    ['no JSON', () => '{ "proxysql": ', ['not valid JSON']],
    ['an empty file', () => '', ['not valid JSON']],
    ['an array', () => '[]', ['proxysql: missing']],
    ['null', () => 'null', ['expected an object']],
    ['a text', () => '"proxysql"', ['expected an object']],
    [
      'every fault at once',
      () =>
        config({
          proxysql: { hots: 'x', port: 70000, user: '', password: 12345 },
          mysql: { user: 'failover' },
          failoverTimeoutMs: '90000',
          colour: 'red',
          clusters: [{ ...cluster, name: '', writerHostgroup: -1, promotionRules: { 'a:3306': 'always', b: 'never' } }],
        }),
      [
        'proxysql.hots: unknown key',
        'proxysql.port: expected a port from 1 to 65535',
        'proxysql.user: expected a text that is not empty',
        'proxysql.password: expected a string, found number',
        'mysql.password: missing',
        'failoverTimeoutMs: expected a number, found string',
        'colour: unknown key',
        'clusters[0].name: expected a text that is not empty',
        'clusters[0].writerHostgroup: expected a hostgroup from 0 to 2147483647',
        'clusters[0].promotionRules.a:3306: expected one of',
        'clusters[0].promotionRules.b: expected a server as host:port',
      ],
    ],
    ['nothing but braces', () => '{}', ['proxysql: missing', 'mysql: missing', 'replication: missing']],
    ['no cluster in the list', () => config({ clusters: [] }), ['clusters: expected at least one cluster']],
    [
      'one hostgroup for two purposes',
      () => config({ clusters: [cluster, { ...cluster, name: 'other', readerHostgroup: 30 }] }),
      [`clusters[1].writerHostgroup: hostgroup ${WRITER} is already clusters[0].writerHostgroup`],
    ],
    [
      'a name used twice',
      () => config({ clusters: [cluster, { name: 'shop', writerHostgroup: 1, readerHostgroup: 2 }] }),
      ["'shop' is used twice"],
    ],
    ['a time that is none', () => config({ applyTimeoutMs: 1.5 }), ['applyTimeoutMs: expected a whole number']],
    ['a budget too small', () => config({ failoverTimeoutMs: 10 }), ['failoverTimeoutMs: expected 5000 to 3600000']],
    [
      'TLS without authorities',
      () => config({ mysql: { user: 'u', password: 'p', sslMode: 'VERIFY_CA' } }),
      ['mysql.sslCa: missing'],
    ],
    ['a log file somewhere', () => config({ logFile: 'failover.log' }), ['logFile: expected an absolute path']],
  ])('%s', async (_, content, says) => {
    const watch = await scene.watch();
    writeConfig(scene.configFile, content());
    for (const command of ['run', 'install', 'uninstall']) {
      const ended = await scene.run(command);
      expect(ended, ended.stderr).toMatchObject({ status: 2, stdout: '' });
      for (const fault of says) expect(ended.stderr).toContain(fault);
      expect(ended.stderr).not.toContain('12345');
      expect(ended.stderr).not.toContain('    at ');
    }
    expect(await watch.changes()).toEqual([]);
  });

  test('a file that others may read is refused, with the chmod to run', async () => {
    const file = join(scene.directory, 'open.json');
    writeConfig(file, defaultConfig(scene.proxysql), 0o644);
    const ended = await scene.run('--config', file);
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toContain(`run: chmod o-rwx ${file}`);
  });

  test('a file that is not there', async () => {
    const file = join(scene.directory, 'nowhere.json');
    const ended = await scene.run('--config', file);
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toContain(`${file}: cannot be read`);
  });
});

/** The run ends with 3 and says this; nothing is touched. */
async function expectNothingDone(says: string | RegExp): Promise<void> {
  const watch = await scene.watch();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 3, stderr: '' });
  expect(ended.stdout).toMatch(says);
  expect(beyondMemory(await watch.changes())).toEqual([]);
}

describe('where ProxySQL', () => {
  beforeEach(() => scene.reset());
  const admin = (changes: Record<string, unknown>) => scene.configure(withAdmin(scene.proxysql, changes));

  test('is down', async () => {
    const { address, port } = await takeAddress(6032);
    admin({ host: address, port });
    await scene.killPrimary();
    await expectNothingDone(/ProxySQL's admin interface at .*: does not listen; is ProxySQL running/);
    expect(await scene.run('--dry-run')).toMatchObject({ status: 3 });
    expect(await scene.run('install', '--execute')).toMatchObject({ status: 3 });
    giveBackAddress(address);
  });

  test('refuses the password', async () => {
    admin({ password: 'something else' });
    await scene.killPrimary();
    await expectNothingDone(/refuses the password; check proxysql.user and proxysql.password/);
    const { stdout } = await scene.run();
    expect(stdout).not.toContain('something else');
  });

  test('is a MySQL server', async () => {
    const { address, port } = scene.cluster.primary;
    admin({ host: address, port, user: 'failover', password: 'lab-failover' });
    const watch = await scene.watch();
    const ended = await scene.run();
    expect(ended).toMatchObject({ status: 3, stderr: '' });
    expect(ended.stdout).toContain(
      "ProxySQL's admin interface is a MySQL server; check proxysql.host and proxysql.port",
    );
    expect(await watch.changes()).toEqual([]);
  });

  test('is frozen, a run does not wait long', async () => {
    process.kill(scene.proxysql.pid(), 'SIGSTOP');
    try {
      const ended = await scene.run();
      expect(ended, ended.stdout).toMatchObject({ status: 3 });
      expect(ended.stdout).toContain('does not answer');
    } finally {
      process.kill(scene.proxysql.pid(), 'SIGCONT');
    }
  });

  test('has no such hostgroups', async () => {
    scene.configure({ clusters: [{ name: 'shop', writerHostgroup: 777, readerHostgroup: 778 }] });
    await expectNothingDone('hostgroups 777 and 778 have no server in mysql_servers; what to do: ');
  });

  test('has nothing in the hostgroups', async () => {
    await scene.reset([]);
    await expectNothingDone(`hostgroups ${WRITER} and ${READER} have no server`);
  });

  test('has no hostgroups of replication, and the config leaves the clusters to them', async () => {
    scene.configure({ clusters: undefined });
    const ended = await scene.run();
    expect(ended).toMatchObject({ status: 2 });
    expect(ended.stderr).toContain('mysql_replication_hostgroups is empty');
  });
});

describe('where a server', () => {
  beforeEach(async () => {
    await scene.reset();
    await writeOrders(scene, 3);
  });

  /** Something that listens and is no MySQL server, at a free address or in the place of a dead server. */
  async function impostor(greeting: string, place?: { address: string; port: number }) {
    const { address, port } = place ?? (await takeAddress(3306));
    const sockets = new Set<Socket>();
    const listener = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      if (greeting !== '') socket.write(greeting);
    });
    await new Promise<void>((resolve) => listener.listen(port, address, resolve));
    const close = () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      if (place === undefined) giveBackAddress(address);
    };
    return { address, port, close };
  }

  test.each([
    ['greets like SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'does not speak the MySQL protocol'],
    ['greets like a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'does not speak the MySQL protocol'],
    ['says nothing', '', 'accepted the connection but did not answer'],
  ])('of the readers %s, it is named and nothing is done', async (_, greeting, says) => {
    const stranger = await impostor(greeting);
    await scene.proxysql.exec(insertPlace({ hostgroup: READER, server: stranger }), 'LOAD MYSQL SERVERS TO RUNTIME');
    try {
      await expectNothingDone(new RegExp(`${stranger.address}:${stranger.port}.*${says}`));
    } finally {
      stranger.close();
    }
  });

  test('of the readers says nothing, the others still fail over', async () => {
    const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
    const stranger = await impostor('');
    await scene.proxysql.exec(insertPlace({ hostgroup: READER, server: stranger }), 'LOAD MYSQL SERVERS TO RUNTIME');
    scene.configure(withRules([[b, 'prefer']]));
    await scene.killPrimary();
    try {
      const ended = await scene.run();
      expect(ended, ended.stdout).toMatchObject({ status: 0 });
      await expectPrimary(scene, b, [c]);
    } finally {
      stranger.close();
    }
  });

  test('in the primary’s place is something else, nobody is promoted', async () => {
    expect(await scene.run()).toMatchObject({ status: 0 });
    await scene.killPrimary();
    const stranger = await impostor('SSH-2.0-OpenSSH_9.2\r\n', scene.cluster.primary);
    try {
      await expectNothingDone(/this host cannot tell whether the primary .* is alive/);
    } finally {
      stranger.close();
    }
  });

  test('without a binary log is the only candidate, nobody is promoted', async () => {
    const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
    await c.exec('STOP REPLICA', 'RESET REPLICA ALL');
    await scene.proxysql.exec(
      `DELETE FROM mysql_servers WHERE hostname = '${c.address}'`,
      'LOAD MYSQL SERVERS TO RUNTIME',
    );
    await b.stop();
    await b.start({ 'skip-log-bin': '' });
    await waitUntilItReceives(b);
    await scene.killPrimary();
    await expectNothingDone(/nothing is done: no replica can be the primary/);
    const { stdout } = await scene.run('--dry-run');
    expect(stdout).toContain(`${b.endpoint}: it has no binary log (log_bin is OFF)`);
  });

  test('is the only one, nobody is promoted', async () => {
    for (const replica of scene.cluster.replicas) await replica.exec('STOP REPLICA', 'RESET REPLICA ALL');
    await scene.proxysql.exec(
      `DELETE FROM mysql_servers WHERE hostgroup_id = ${READER}`,
      'LOAD MYSQL SERVERS TO RUNTIME',
    );
    const { primary } = scene.cluster;
    // By itself a dump thread notices late that its replica has left.
    const dumps = await primary.query(
      "SELECT PROCESSLIST_ID AS id FROM performance_schema.threads WHERE PROCESSLIST_COMMAND LIKE 'Binlog Dump%'",
    );
    for (const { id } of dumps) await primary.query(`KILL ${Number(id)}`).catch(() => undefined);
    await waitUntil('nobody is attached', async () => (await primary.query('SHOW REPLICAS')).length === 0);
    const alone = await scene.run();
    expect(alone, alone.stdout).toMatchObject({ status: 3 });
    expect(alone.stdout).toContain('is writable and has no replica');
    await primary.kill();
    await expectNothingDone(/does not answer and no replica of it is known/);
  });
});
