// Stands in for mysql2's channels of node:diagnostics_channel: nobody listens to them in a process of our own.
module.exports = {
  shouldTrace: () => false,
  traceCallback: (_channel, traced, _position, _context, self, ...args) => traced.apply(self, args),
  tracePromise: (_channel, traced) => traced(),
};
