/** What happens, a line each: kept only where somebody is going to read it. */
import type { VirtualTime } from './virtual-time.ts';

export class Story {
  readonly lines: string[] = [];
  private readonly time: VirtualTime;
  private readonly isTold: boolean;

  constructor(time: VirtualTime, isTold: boolean) {
    this.time = time;
    this.isTold = isTold;
  }

  say(line: () => string): void {
    if (this.isTold) this.lines.push(`${(this.time.now / 1000).toFixed(3).padStart(9)}  ${line()}`);
  }
}
