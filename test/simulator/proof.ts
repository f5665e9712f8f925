/** What each host of the program has found out about the primary's death: proof is from two sides, and a host's own. */
import type { ModelServer } from './mysql-server.ts';
import { isGoneForTwo } from './promotion.ts';
import type { ScriptRun } from './script-run.ts';

export class Proof {
  /** Hosts that found the primary gone from both sides, and have not seen it since. */
  private readonly holds = new Set<string>();
  /** Hosts that did when the failover began that is still under way. */
  private readonly held = new Set<string>();

  weigh({ host, look }: ScriptRun, primary: ModelServer): void {
    if (look.sights.has(primary)) this.holds.delete(host);
    else if (isGoneForTwo(look, primary)) {
      this.holds.add(host);
      this.held.add(host);
    }
  }

  /** One that comes back in the middle, lacks what a replica has and has been made read-only, is as good as gone. */
  isEnough({ host }: ScriptRun, primary: ModelServer): boolean {
    return this.holds.has(host) || (this.held.has(host) && primary.readOnly);
  }

  /** The failover that began with it is over for this host, one way or another. */
  expire({ host }: ScriptRun): void {
    this.held.delete(host);
  }

  /** Another server is the primary. */
  clear(): void {
    this.holds.clear();
    this.held.clear();
  }

  /** The same failover goes on with another candidate. */
  renew({ host }: ScriptRun): void {
    this.holds.add(host);
    this.held.add(host);
  }
}
