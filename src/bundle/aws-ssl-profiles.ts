/** Stands in for the certificates of Amazon RDS in the bundle: a third of mysql2's text, parsed at every start and never used. */
export default {};
