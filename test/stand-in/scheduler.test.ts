// ProxySQL's scheduler as scripts meet it, on whichever ProxySQLs the laboratory has.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { labKinds, type ProxySQL, startProxySQL } from '../lab/proxysql.ts';
import { waitUntil } from '../lab/wait.ts';

describe.each(await labKinds())('the scheduler of the %s', (kind) => {
  let proxysql: ProxySQL;
  let counter = 0;

  beforeAll(async () => {
    proxysql = await startProxySQL({ kind });
  }, 60_000);

  afterAll(() => proxysql?.destroy());

  beforeEach(async () => {
    if (!proxysql.isRunning()) await proxysql.start();
    await proxysql.exec('DELETE FROM scheduler', 'LOAD SCHEDULER TO RUNTIME');
  });

  /** A script that appends what `body` prints to a file, a line a run. */
  const script = (body: string): { path: string; lines: () => string[] } => {
    counter += 1;
    const path = join(proxysql.dataDirectory, `script${counter}`);
    const output = `${path}.out`;
    writeFileSync(path, `#!/bin/sh\n{ ${body}\n} >> ${output}\n`);
    chmodSync(path, 0o755);
    return {
      path,
      lines: () =>
        existsSync(output)
          ? readFileSync(output, 'utf8')
              .split('\n')
              .filter((line) => line !== '')
          : [],
    };
  };

  const schedule = (columns: string, values: string) =>
    proxysql.exec(`INSERT INTO scheduler(${columns}) VALUES (${values})`, 'LOAD SCHEDULER TO RUNTIME');

  test('starts a job in the data directory with no environment at all', async () => {
    const { path, lines } = script(`tr '\\0' ' ' < /proc/$$/environ; echo "in $PWD"`);
    await schedule('interval_ms,filename', `200,'${path}'`);
    await waitUntil('a run', () => lines().length > 0);
    expect(lines()[0]).toBe(`in ${proxysql.dataDirectory}`);
  });

  test('passes arguments up to the first NULL only', async () => {
    const { path, lines } = script('echo "$# [$1] [$2] [$3]"');
    await schedule('interval_ms,filename,arg1,arg2,arg3', `200,'${path}','one',NULL,'three'`);
    await waitUntil('a run', () => lines().length > 0);
    expect(lines()[0]).toBe('1 [one] [] []');
  });

  test('passes an empty argument as an argument', async () => {
    const { path, lines } = script('echo "$# [$1] [$2] [$3]"');
    await schedule('interval_ms,filename,arg1,arg2,arg3', `200,'${path}','one','','three'`);
    await waitUntil('a run', () => lines().length > 0);
    expect(lines()[0]).toBe('3 [one] [] [three]');
  });

  test('starts the next run while the last one still works', async () => {
    const { path, lines } = script('echo begin; sleep 3; echo end');
    await schedule('interval_ms,filename', `500,'${path}'`);
    await waitUntil('three begun', () => lines().filter((line) => line === 'begin').length >= 3);
    expect(lines()).not.toContain('end');
  });

  test('first runs one interval after the LOAD, and every LOAD begins the interval anew', async () => {
    const { path, lines } = script('echo run');
    await schedule('interval_ms,filename', `1000,'${path}'`);
    for (let i = 0; i < 4; i++) {
      await sleep(600);
      await proxysql.exec('LOAD SCHEDULER TO RUNTIME');
    }
    expect(lines()).toEqual([]);
    const loadedAt = Date.now();
    await waitUntil('the first run', () => lines().length > 0);
    expect(Date.now() - loadedAt).toBeGreaterThan(850);
    expect(Date.now() - loadedAt).toBeLessThan(3000);
  });

  test('looks at its jobs each half second, so that shorter intervals are not kept', async () => {
    const { path, lines } = script('echo run');
    await schedule('interval_ms,filename', `100,'${path}'`);
    await waitUntil('a run', () => lines().length > 0);
    const before = lines().length;
    await sleep(2000);
    expect(lines().length - before).toBeGreaterThanOrEqual(3);
    expect(lines().length - before).toBeLessThanOrEqual(5);
  });

  test('runs no inactive job, and goes on after a file that cannot be run', async () => {
    const inactive = script('echo run');
    const good = script('echo run');
    await proxysql.exec(
      `INSERT INTO scheduler(active,interval_ms,filename) VALUES (0,200,'${inactive.path}')`,
      `INSERT INTO scheduler(interval_ms,filename) VALUES (200,'/nowhere/script'),(200,'${good.path}')`,
      'LOAD SCHEDULER TO RUNTIME',
    );
    await waitUntil('two runs', () => good.lines().length >= 2);
    expect(inactive.lines()).toEqual([]);
    expect(proxysql.readLog()).toContain('Scheduler: Failed to run /nowhere/script');
    expect(proxysql.isRunning()).toBe(true);
  });

  test('lets what a job prints appear in its own log', async () => {
    const { path } = script('echo nothing');
    writeFileSync(path, '#!/bin/sh\necho hello from the job\necho and from stderr >&2\n');
    await schedule('interval_ms,filename', `200,'${path}'`);
    await waitUntil('the output', () => /hello from the job[\s\S]*and from stderr/.test(proxysql.readLog()));
  });

  test('leaves a running job alone when it is killed itself, and starts jobs again that are on disk', async () => {
    const { path, lines } = script('echo begin; sleep 1; echo end');
    await schedule('interval_ms,filename', `300,'${path}'`);
    await proxysql.exec('SAVE SCHEDULER TO DISK');
    await waitUntil('a run', () => lines().length > 0);
    await proxysql.kill();
    await waitUntil('its end', () => lines().includes('end'), 5000);
    const before = lines().length;
    await proxysql.start();
    await waitUntil('a run after the restart', () => lines().length > before);
  });
});
