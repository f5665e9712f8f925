/** The clock of one machine. It stands still with its virtual machine, and what was due on it then comes as much later. */
import type { Appointment, Cause, VirtualTime } from './virtual-time.ts';

interface Held {
  readonly act: () => void;
  readonly cause: Cause;
}

export class MachineClock {
  private readonly time: VirtualTime;
  private lagMs = 0;
  private stoppedAt: number | null = null;
  private held: Held[] = [];

  constructor(time: VirtualTime) {
    this.time = time;
  }

  get now(): number {
    return (this.stoppedAt ?? this.time.now) - this.lagMs;
  }

  get standsStill(): boolean {
    return this.stoppedAt !== null;
  }

  stop(): void {
    this.stoppedAt ??= this.time.now;
  }

  goOn(): void {
    if (this.stoppedAt === null) return;
    this.lagMs += this.time.now - this.stoppedAt;
    this.stoppedAt = null;
    for (const { act, cause } of this.held.splice(0)) this.time.after(0, act, cause);
  }

  /** At once, or as soon as the machine goes on. */
  whenGoing(act: () => void): void {
    if (this.standsStill) this.held.push({ act, cause: this.time.cause });
    else act();
  }

  /** Cancelled by what happens on this machine only: nothing does while it stands still. */
  after(ms: number, act: () => void, cause: Cause = this.time.cause): Appointment {
    const { lagMs } = this;
    const due = this.now + ms;
    const come = (): void => {
      if (this.lagMs === lagMs) act();
      else appointment = this.after(due - this.now, act);
    };
    let appointment = this.time.after(ms, () => this.whenGoing(come), cause);
    return { cancel: () => appointment.cancel() };
  }
}
