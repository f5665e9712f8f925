// Stands in for mysql2's table of some 300 collations by name: those it asks for by itself.
module.exports = { BINARY: 63, UTF8MB4_UNICODE_CI: 224 };
