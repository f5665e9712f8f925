/** What the process ends with. */
export const EXIT = {
  /** Healthy, or recovered. */
  fine: 0,
  /** Tried and failed. */
  failed: 1,
  /** The command line or the config cannot be used. */
  usage: 2,
  /** Something is wrong and nothing is done about it. */
  wrong: 3,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
