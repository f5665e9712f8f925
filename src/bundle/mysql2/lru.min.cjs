// Stands in for lru.min, which sets memory aside for all it may hold: mysql2 keeps a decoder and a few TLS sessions in it.
module.exports = { createLRU: () => new Map() };
