/** What issue 3 asks for and src/ does not do yet. An invariant demands it as soon as its switch is on: turn it on with the feature. */
export const BUILT = {
  /** Item 2: of two writable servers one is fenced at once, whoever made them so. */
  fencing: false,
  /** A `SET GLOBAL read_only = OFF` that a server finds when it thaws, long after the program gave it up, does nothing. */
  lateStatementsExpire: false,
  /** Item 3: a returned old primary with nothing of its own follows the new one again. */
  rejoin: true,
  /** Item 4: a primary that restarted read-only is made writable again. */
  primaryBackReadOnly: false,
  /** Item 5: a promotion says what it may have lost, also where nobody who answered had it. */
  lossIsSaid: false,
};
