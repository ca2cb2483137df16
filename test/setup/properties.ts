import fc from 'fast-check';

/**
 * A property that fails ends there, and tells its seed, its path and its counterexample: looking for a smaller one asks the
 * database for minutes, until the time-out of the test hides that there was any. With SHRINK=1 it looks for one all the same.
 */
fc.configureGlobal({ endOnFailure: process.env.SHRINK !== '1' });
