/** What every model lives in: one clock, one network, one source of chance, one story. */
import type { Endpoint } from '../../src/mysql/session.ts';
import type { ModelServer } from './mysql-server.ts';
import type { Network } from './network.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Universe {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly random: Random;
  readonly story: Story;
  readonly servers: ReadonlyMap<string, ModelServer>;
  readonly serverAt: (endpoint: Endpoint) => ModelServer | null;
  /** The program under test has been woken: what it does next is done before the next event. */
  woke: boolean;
}
