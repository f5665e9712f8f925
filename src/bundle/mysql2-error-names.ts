/** Stands in for mysql2's table of 5,000 error names in the bundle; errors are told apart by their number (mysql/connection.ts). */
export default {};
