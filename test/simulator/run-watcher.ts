/** Told of everything the program does; statements that change something are counted, so that faults can strike at each of them. */
import type { ModelServer } from './mysql-server.ts';
import type { ScriptRun } from './script-run.ts';

/** - `before`: the program is about to send it. `sent`: it is under way. `answered`: the program is about to learn of its end. */
export type Moment = 'before' | 'sent' | 'answered';

export interface RunWatcher {
  started(run: ScriptRun): void;
  ended(run: ScriptRun, how: 'ended' | 'killed' | 'gaveUp' | 'threw', error: unknown): void;
  said(run: ScriptRun, line: string): void;
  /** `server`: null for ProxySQL. */
  changing(run: ScriptRun, moment: Moment, server: ModelServer | null, sql: string): void;
  /** The statement is about to have its effect. Then it has had it. */
  performing(run: ScriptRun): void;
  changed(run: ScriptRun, server: ModelServer | null, sql: string): void;
}
