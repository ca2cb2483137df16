import type { ExportedAccount } from './exported-books.ts';

/**
 * The path of every account, `Type:Parent:Name`, by its id. No two accounts share one: where two names come to be alike
 * without the characters that a format cannot hold, the later one gets a number.
 *
 * @param accounts in the order in which they are to be numbered
 * @param cleanName makes a name fit for the format
 */
export function nameAccounts(
  accounts: readonly ExportedAccount[],
  cleanName: (name: string) => string,
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, type, parentName, name } of accounts) {
    const parts = [type, ...(parentName === null ? [] : [cleanName(parentName)]), cleanName(name)];
    const path = parts.join(':');
    let unique = path;
    // Beancount and hledger tell upper case from lower case, but not everybody who reads them does.
    for (let count = 2; taken.has(unique.toLowerCase()); count += 1) unique = `${path}-${count}`;
    taken.add(unique.toLowerCase());
    paths.set(id, unique);
  }
  return paths;
}
