// Stands in for Node's own tls in mysql2: loaded when a connection asks for TLS, not at every start.
const tls = () => require('node:tls');

module.exports = {
  get connect() {
    return tls().connect;
  },
  get createSecureContext() {
    return tls().createSecureContext;
  },
  get checkServerIdentity() {
    return tls().checkServerIdentity;
  },
  get TLSSocket() {
    return tls().TLSSocket;
  },
};
