import type { Database } from '../../src/platform/database/database.ts';

/** What becomes of a transaction as it ends: it is kept, or its connection breaks before it is kept, or before that is said. */
export type Fate = 'kept' | 'lost' | 'kept without a word';

/** A database whose connections break as transactions end. */
export function breakConnections(database: Database, nextFate: () => Fate): Database {
  return {
    ...database,
    transaction: (options, work) =>
      database.transaction(options, (transaction) =>
        work({
          ...transaction,
          async finish(statement) {
            const fate = nextFate();
            if (fate === 'lost') await transaction.rollback();
            else {
              const finished = await transaction.finish(statement);
              if (fate === 'kept') return finished;
            }
            throw Object.assign(new Error('the connection broke'), { code: 'BROKEN' });
          },
        }),
      ),
  };
}

/** The first transaction of all is lost, of the others two in five break, by chance. */
export function breakNowAndThen(): () => Fate {
  let isFirst = true;
  return () => {
    const chance = isFirst ? 0 : Math.random();
    isFirst = false;
    if (chance < 0.2) return 'lost';
    return chance < 0.4 ? 'kept without a word' : 'kept';
  };
}
