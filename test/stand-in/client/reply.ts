import { Status } from '../wire/constants.ts';
import { cursor, readLengthEncoded } from '../wire/fields.ts';
import { type ErrorFields, isEof, isError, isOk, parseEof, parseError, parseOk } from '../wire/replies.ts';

/** What a finished reply to COM_QUERY said, taken from its last OK, EOF or ERR packet. */
export type ReplySummary = {
  statusFlags: number;
  affectedRows: number;
  insertId: number;
  warnings: number;
  error: ErrorFields | null;
};

/**
 * Follows the packets of a reply to COM_QUERY (without CLIENT_DEPRECATE_EOF, with multiple results) and returns the
 * summary with the packet that ends it, null before.
 */
export function replyTracker(): (payload: Buffer) => ReplySummary | null {
  let expected: 'start' | 'columns' | 'columns end' | 'rows' = 'start';
  let columnsLeft = 0;
  const summary: ReplySummary = {
    statusFlags: Status.autocommit,
    affectedRows: 0,
    insertId: 0,
    warnings: 0,
    error: null,
  };
  const ended = (): ReplySummary | null => {
    if (summary.statusFlags & Status.moreResults) {
      expected = 'start';
      return null;
    }
    return summary;
  };
  return (payload) => {
    switch (expected) {
      case 'start':
        if (isError(payload)) {
          summary.error = parseError(payload);
          summary.statusFlags &= ~Status.moreResults;
          return summary;
        }
        if (isOk(payload)) {
          const { affectedRows, insertId, statusFlags, warnings } = parseOk(payload);
          Object.assign(summary, { affectedRows, insertId, statusFlags, warnings });
          return ended();
        }
        columnsLeft = readLengthEncoded(cursor(payload)) ?? 0;
        expected = 'columns';
        return null;
      case 'columns':
        columnsLeft -= 1;
        if (columnsLeft === 0) expected = 'columns end';
        return null;
      case 'columns end':
        expected = 'rows';
        return null;
      case 'rows':
        if (isError(payload)) {
          summary.error = parseError(payload);
          summary.statusFlags &= ~Status.moreResults;
          return summary;
        }
        if (isEof(payload)) {
          Object.assign(summary, parseEof(payload));
          return ended();
        }
        return null;
    }
  };
}
