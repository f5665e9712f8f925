// Stands in for mysql2's table of encodings by collation id: our sessions speak utf8mb4, so what is not binary is UTF-8.
const BINARY = '63';

module.exports = new Proxy({}, { get: (_, id) => (id === BINARY ? 'binary' : 'utf8') });
