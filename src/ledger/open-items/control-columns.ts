/** Which of the two sub-ledgers: what customers owe, or what is owed to vendors. */
export type Control = 'receivable' | 'payable';

/** How SQL finds the lines of a sub-ledger. */
export interface ControlColumns {
  /** The account that they stand on. */
  readonly accountId: string;
  /** The column of a line, or an item, that names whose it is. */
  readonly party: string;
  /** What turns an amount around where its side is credit. */
  readonly sign: string;
}

const accountOf = (role: string) => `(SELECT id FROM account WHERE workspace_id = $1 AND role = '${role}')`;

export const CONTROL_COLUMNS: Readonly<Record<Control, ControlColumns>> = {
  receivable: { accountId: accountOf('accounts_receivable'), party: 'customer_id', sign: '' },
  payable: { accountId: accountOf('accounts_payable'), party: 'vendor_id', sign: '-' },
};

/** What is asked for, as expressions of SQL. */
export interface ItemsAsked {
  readonly control: Control;
  readonly day: string;
  /** An array of ids; of all parties where there is none. */
  readonly parties: string | undefined;
}
