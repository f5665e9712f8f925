/** What a walk does with the one statement that has a place for a password, and when it waits no longer. */
import { expect, test } from 'vitest';
import { type Row, type ServerSession, Unanswered } from '../mysql/session.ts';
import { followSource, startReplica } from '../mysql/statements.ts';
import { type Stage, type Step, stage } from '../plan/steps.ts';
import { walk } from './walk.ts';

const PASSWORD = "it's $& a \\secret";
const SETTINGS = { heartbeatSeconds: 5, connectRetrySeconds: 1, retryCount: 10, tls: {} };

function follow(host: string): Step {
  return {
    says: 'let a follow b',
    on: { kind: 'mysql', server: 'a:3306', endpoint: { host: 'a', port: 3306 } },
    statements: [followSource('', { host, port: 3306 }, 'repl', SETTINGS), startReplica('')],
    timeoutMs: 1000,
    verify: null,
    undo: [],
    ifItFails: 'stop',
  };
}

async function walkWith(
  steps: Step | Stage,
  answer: (sql: string) => void,
  rows: readonly Row[] = [],
  answersAfterMs = 0,
) {
  let now = 0;
  const sent: string[] = [];
  const said: string[] = [];
  const query = async (sql: string, timeoutMs: number) => {
    sent.push(sql);
    now += Math.min(answersAfterMs, timeoutMs);
    if (timeoutMs < answersAfterMs) throw new Unanswered('silent', `no answer within ${timeoutMs} ms`);
    answer(sql);
    return { rows, affectedRows: 0 };
  };
  const session: ServerSession = {
    query,
    queryEach: async (all, timeoutMs) => Promise.all(all.map((sql) => query(sql, timeoutMs))),
    close: () => undefined,
  };
  const walked = await walk(['steps' in steps ? steps : stage('rejoin', [steps])], {
    admin: session,
    open: async () => session,
    openApart: async () => session,
    connectTimeoutMs: 1000,
    replicationPassword: PASSWORD,
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    journal: { say: (level, text) => said.push(`${level} ${text}`) },
    whyNotLocked: async () => null,
    whoIsBack: async () => null,
  });
  return { sent, said: [...said, ...walked.troubles].join('\n'), end: walked.end };
}

test('the password is filled in when it is sent, as a literal, and said nowhere', async () => {
  const { sent, said, end } = await walkWith(follow('b'), () => undefined);
  expect(end).toBe('done');
  expect(sent[0]).toMatch(
    /^CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = 'it''s \$& a \\\\secret', SOURCE_HOST = 'b', /,
  );
  expect(said).toContain("SOURCE_PASSWORD = <replication.password>, SOURCE_HOST = 'b'");
  expect(said).not.toContain('secret');
});

test('a name that looks like the place for it is a name', async () => {
  const { sent } = await walkWith(follow('<replication.password>'), () => undefined);
  expect(sent[0]).toContain("SOURCE_HOST = '<replication.password>'");
  const repoint = {
    ...follow('b'),
    statements: ["CHANGE REPLICATION SOURCE TO SOURCE_HOST = '<replication.password>'"],
  };
  expect((await walkWith(repoint, () => undefined)).sent).toEqual(repoint.statements);
});

test.each([
  [1470, `String '${PASSWORD}' is too long for SOURCE_PASSWORD`],
  [1064, `You have an error near 'SOURCE_PASSWORD = '${PASSWORD}'`],
])('error %i repeats a part of the statement: its text is not shown', async (errno, text) => {
  const { said, end } = await walkWith(follow('b'), () => {
    throw new Unanswered('serverError', text, errno);
  });
  expect(end).toBe('failed');
  expect(said).toContain(`error ${errno}; its text is not shown`);
  expect(said).not.toContain('secret');
});

test('an error that names the missing privilege, or tells that nothing answered, is shown', async () => {
  for (const error of [
    new Unanswered('accessDenied', 'Access denied; you need REPLICATION_SLAVE_ADMIN', 1227),
    new Unanswered('silent', 'no answer within 1000 ms'),
  ]) {
    const { said } = await walkWith(follow('b'), () => {
      throw error;
    });
    expect(said).toContain(error.message);
  }
});

test('where several steps of a stage fail, one step is taken for all of them, and told which', async () => {
  const steps = ['b', 'c', 'd'].map((name): Step => {
    const orElse: Step = { ...follow(name), says: `remember ${name}`, statements: [`INSERT ${name}`] };
    return { ...follow(name), statements: [`STOP ${name}`], ifItFails: 'goOn', orElse };
  });
  const orElseTogether = (failed: readonly number[]): Step => ({
    ...follow('b'),
    statements: [`INSERT ${failed.join()}`],
  });
  const sentWhere = async (...failing: string[]) => {
    const { sent, end } = await walkWith({ ...stage('stop', steps), orElseTogether }, (sql) => {
      if (failing.includes(sql)) throw new Unanswered('silent', 'no answer');
    });
    expect(end).toBe('done');
    return sent.filter((sql) => sql.startsWith('INSERT'));
  };
  expect(await sentWhere('STOP b', 'STOP d')).toEqual(['INSERT 0,2']);
  expect(await sentWhere('STOP c')).toEqual(['INSERT c']);
});

test('a step may end the plan for another one where the server refuses it, and the run where it does not answer', async () => {
  const step: Step = { ...follow('b'), statements: ['STOP REPLICA'], ifItFails: 'lookAgainIfRefused' };
  const orElse: Step = { ...step, says: 'remember it', statements: ['INSERT'], ifItFails: 'stop' };
  const ends = async (error: Unanswered, ...alsoFails: string[]) => {
    const { sent, end } = await walkWith({ ...step, orElse }, (sql) => {
      if (sql === 'STOP REPLICA' || alsoFails.includes(sql)) throw error;
    });
    expect(sent).toEqual(['STOP REPLICA', 'INSERT']);
    return end;
  };
  expect(await ends(new Unanswered('serverError', 'locked for backup', 3960))).toBe('lookAgain');
  expect(await ends(new Unanswered('silent', 'no answer'))).toBe('failed');
  expect(await ends(new Unanswered('serverError', 'locked for backup', 3960), 'INSERT')).toBe('failed');
});

test('where a step has failed whose effect may not stay, and it could not be undone, the run ends', async () => {
  const step: Step = { ...follow('b'), statements: ['CHECK'], undo: ['OFF'], ifItFails: 'goOnIfUndone' };
  const endWhere = async (...failing: string[]) => {
    const { end } = await walkWith(step, (sql) => {
      if (failing.includes(sql)) throw new Unanswered('silent', 'no answer');
    });
    return end;
  };
  expect(await endWhere('CHECK')).toBe('done');
  expect(await endWhere('CHECK', 'OFF')).toBe('failed');
});

test('a replica that cannot connect to its new source is waited for only while that one answers', async () => {
  const step: Step = {
    ...follow('b'),
    statements: [],
    verify: {
      query: 'SHOW REPLICA STATUS',
      expect: { kind: 'values', values: { Replica_IO_Running: 'Yes' } },
      source: { host: 'b', port: 3306 },
    },
  };
  const status = { Replica_IO_Running: 'Connecting', Last_IO_Errno: '2003', Last_IO_Error: "Can't connect" };
  const ends = async (ofSource: Unanswered | null) => {
    const { sent, said } = await walkWith(
      step,
      (sql) => {
        if (sql !== 'SHOW REPLICA STATUS' && ofSource !== null) throw ofSource;
      },
      [status],
    );
    return { looks: sent.filter((sql) => sql === 'SHOW REPLICA STATUS').length, said };
  };
  const dead = await ends(new Unanswered('refused', 'b:3306: connect ECONNREFUSED'));
  expect(dead.looks).toBe(1);
  expect(dead.said).toContain("Can't connect; b:3306 does not answer");
  for (const lives of [null, new Unanswered('tooManyConnections', 'Too many connections', 1040)]) {
    expect((await ends(lives)).said).toContain('not so after 1000 ms');
  }
});

test('where a server that is looked at is down, the rest is planned anew; where it is silent, the walk goes on', async () => {
  const orElse: Step = { ...follow('b'), says: 'remember it', statements: ['INSERT'] };
  const step: Step = { ...follow('b'), statements: ['SELECT'], ifItFails: 'lookAgainIfDown', orElse };
  const ends = (error: Unanswered) =>
    walkWith(step, (sql) => {
      if (sql === 'SELECT') throw error;
    });
  expect(await ends(new Unanswered('refused', 'nothing there'))).toMatchObject({
    end: 'lookAgain',
    sent: ['SELECT', 'INSERT'],
  });
  expect(await ends(new Unanswered('silent', 'no answer'))).toMatchObject({ end: 'done', sent: ['SELECT'] });
});

test.each([
  ['its applier has stopped: Duplicate entry', { Replica_SQL_Running: 'No', Last_SQL_Error: 'Duplicate entry' }, false],
  ['its applier has stopped', { Replica_SQL_Running: 'No', Last_SQL_Error: '' }, true],
  [
    'its receiver has stopped: purged',
    { Replica_IO_Running: 'No', Last_IO_Errno: '13114', Last_IO_Error: 'purged' },
    true,
  ],
  [null, { Replica_IO_Running: 'No', Last_IO_Errno: '13114', Last_IO_Error: 'of before' }, false],
  [null, { Replica_IO_Running: 'Connecting', Last_IO_Errno: '2003', Last_IO_Error: "Can't connect" }, true],
] as const)('what is missing is waited for while something brings it: %s', async (because, status, receives) => {
  const step: Step = {
    ...follow('b'),
    statements: [],
    timeoutMs: 3000,
    verify: {
      query: 'SELECT missing',
      expect: { kind: 'nothingMissing', column: 'missing' },
      threads: { query: 'SHOW REPLICA STATUS', receives },
    },
  };
  const row = { missing: '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5', Replica_SQL_Running_State: 'Waiting for a lock' };
  const rows = [{ Replica_SQL_Running: 'Yes', ...row, ...status }];
  const { sent, said } = await walkWith(step, () => undefined, rows);
  if (because !== null) {
    expect(sent).toHaveLength(2);
    expect(said).toContain(`5 transactions still to be applied: ${because}`);
  } else {
    expect(said).toContain('not so after 3000 ms: 5 transactions still to be applied');
    expect(said).toContain('5 transactions still to be applied (applier: Waiting for a lock)');
    for (const slowMs of [29, 31, 37, 41, 43, 47]) {
      expect((await walkWith(step, () => undefined, rows, slowMs)).said).toContain('not so after 3000 ms: 5 transac');
    }
  }
});
