/** Ends connections and appliers that stand in a step's way. */
import { counted } from '../diagnose/counted.ts';
import { type ServerSession, type Session, Unanswered } from '../mysql/session.ts';
import { killConnection } from '../mysql/statements.ts';
import type { Step } from '../plan/steps.ts';
import { timeLeft } from './time-left.ts';
import type { Hands } from './walk.ts';

const ER_NO_SUCH_THREAD = 1094;
/** Of an account with SYSTEM_USER, or an applier. */
const ER_KILL_DENIED = 1095;

/** What cannot be killed may not be in the way: whether it is shows in the statements. */
export async function killConnections(
  who: string | undefined,
  step: Step,
  session: Session,
  deadline: number,
  hands: Hands,
): Promise<'done' | 'denied'> {
  if (who === undefined) return 'done';
  const { rows } = await session.query(who, timeLeft(deadline, hands));
  let killed = 0;
  let denied = 0;
  for (const { id } of rows) {
    if (id == null) continue;
    const statement = killConnection(id);
    hands.journal.say('debug', statement);
    try {
      await session.query(statement, timeLeft(deadline, hands));
      killed += 1;
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      if (error.errno === ER_KILL_DENIED) denied += 1;
      else if (error.errno !== ER_NO_SUCH_THREAD) throw error;
    }
  }
  if (killed > 0) hands.journal.say('info', `${step.says}: ${counted(killed, 'thread')} killed`);
  return denied === 0 ? 'done' : 'denied';
}

/** A statement that is not kept waiting has ended by then. */
const MEANWHILE_MS = 200;

/** While the statement waits, whoever keeps it waiting is killed; whether that helps shows in the statement alone. */
export async function unblocking(step: Step, statement: Promise<void>, hands: Hands): Promise<void> {
  const { on, killsMeanwhile } = step;
  if (killsMeanwhile === undefined || on.kind !== 'mysql') return statement;
  let isOver = false;
  const ended = statement.finally(() => {
    isOver = true;
  });
  const help = async (): Promise<void> => {
    let apart: ServerSession | null = null;
    try {
      for (;;) {
        await Promise.race([ended, hands.sleep(MEANWHILE_MS)]);
        if (isOver) return;
        apart ??= await hands.openApart(on.endpoint, hands.connectTimeoutMs);
        const deadline = hands.now() + hands.connectTimeoutMs;
        if ((await killConnections(killsMeanwhile, step, apart, deadline, hands)) === 'done') continue;
        hands.journal.say('warn', `${step.says}: an applier keeps it waiting, and only SYSTEM_USER may kill it`);
        return;
      }
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
    } finally {
      apart?.close();
    }
  };
  await Promise.all([ended, help()]);
}
