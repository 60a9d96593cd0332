/** Numbers that more than one check compares with, each with its reason. */

/**
 * How many times its autovacuum threshold a table must have passed: twice, as pgbot judges it. Just past the
 * threshold, autovacuum is on its way.
 */
export const AUTOVACUUM_MARGIN = 2;

/** The smallest table or index, in bytes, that the statements of the checks return: 12 pages of 8 kB. */
export const SMALLEST_SIZE = 96 * 1024;
