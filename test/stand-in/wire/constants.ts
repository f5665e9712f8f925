/** Capability flags of the MySQL client/server protocol. */
export const Capability = {
  longPassword: 1,
  foundRows: 2,
  longFlag: 4,
  connectWithDatabase: 8,
  protocol41: 0x200,
  tls: 0x800,
  transactions: 0x2000,
  secureConnection: 0x8000,
  multiStatements: 0x10000,
  multiResults: 0x20000,
  pluginAuth: 0x80000,
  pluginAuthLengthEncoded: 0x200000,
} as const;

/** Every capability this side offers, to clients and to backends alike, so that replies can be passed on byte for byte. */
export const OFFERED_CAPABILITIES =
  Capability.longPassword |
  Capability.foundRows |
  Capability.longFlag |
  Capability.connectWithDatabase |
  Capability.protocol41 |
  Capability.transactions |
  Capability.secureConnection |
  Capability.multiStatements |
  Capability.multiResults |
  Capability.pluginAuth |
  Capability.pluginAuthLengthEncoded;

/** Status flags in OK and EOF packets. */
export const Status = { inTransaction: 1, autocommit: 2, moreResults: 8 } as const;

/** First bytes of the commands a client sends. */
export const Command = {
  quit: 0x01,
  initDatabase: 0x02,
  query: 0x03,
  fieldList: 0x04,
  statistics: 0x09,
  ping: 0x0e,
  changeUser: 0x11,
  prepare: 0x16,
  execute: 0x17,
  sendLongData: 0x18,
  closeStatement: 0x19,
  resetStatement: 0x1a,
  setOption: 0x1b,
  fetch: 0x1c,
  resetConnection: 0x1f,
} as const;

export const VAR_STRING = 253;
export const LONGLONG = 8;
