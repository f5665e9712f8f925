/** An answer the program waits for; it never comes to a run that is killed. */
import type { ScriptRun } from './script-run.ts';
import type { Universe } from './universe.ts';
import type { Appointment } from './virtual-time.ts';

export class PendingAnswer<T> {
  readonly promise: Promise<T>;
  private isSettled = false;
  private readonly run: ScriptRun;
  private readonly universe: Universe;
  private readonly timer: Appointment;
  private settle: { readonly resolve: (value: T) => void; readonly reject: (error: Error) => void } | null = null;

  constructor(run: ScriptRun, universe: Universe, timeoutMs: number, atTimeout: () => Error) {
    this.run = run;
    this.universe = universe;
    this.promise = new Promise<T>((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    this.timer = run.clock.after(timeoutMs, () => this.reject(atTimeout()), 'script');
  }

  get isOpen(): boolean {
    return !this.isSettled && this.run.isAlive;
  }

  resolve(value: T): void {
    if (this.end()) this.settle?.resolve(value);
  }

  reject(error: Error): void {
    if (this.end()) this.settle?.reject(error);
  }

  private end(): boolean {
    if (!this.isOpen) return false;
    this.isSettled = true;
    this.timer.cancel();
    this.universe.woke = true;
    this.universe.time.cause = 'script';
    return true;
  }
}
