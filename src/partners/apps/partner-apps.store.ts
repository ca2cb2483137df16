import type { Database } from '../../platform/database/database.ts';

/** A partner app as its operator sees it: everything but the secret. */
export interface PartnerAppRecord {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly validation: 'strict' | 'lenient';
  readonly rejectReplays: boolean;
  /** Requests a minute; null: as many as the server's setting says. */
  readonly rateLimit: number | null;
  readonly status: 'active' | 'disabled';
  readonly createdAt: Date;
}

/** What of an app may be changed; what is left out stays. */
export type PartnerAppChanges = Partial<
  Pick<PartnerAppRecord, 'name' | 'redirectUris' | 'validation' | 'rejectReplays' | 'rateLimit' | 'status'>
>;

const COLUMNS = `id, client_id AS "clientId", name, redirect_uris AS "redirectUris", validation,
  reject_replays AS "rejectReplays", rate_limit AS "rateLimit", status, created_at AS "createdAt"`;

/** Every app, the oldest first. */
export function selectPartnerApps(database: Database): Promise<PartnerAppRecord[]> {
  return database.unfenced((transaction) =>
    transaction.query<PartnerAppRecord>(`SELECT ${COLUMNS} FROM partner_app ORDER BY created_at, id`),
  );
}

/** The app of a client id. */
export async function selectPartnerApp(
  database: Database,
  clientId: string,
): Promise<PartnerAppRecord | undefined> {
  const [app] = await database.unfenced((transaction) =>
    transaction.query<PartnerAppRecord>(`SELECT ${COLUMNS} FROM partner_app WHERE client_id = $1`, [
      clientId,
    ]),
  );
  return app;
}

/**
 * Changes an app. Servers that run look at it again within 10 seconds.
 *
 * @returns what it is now; undefined where there is none of this client id
 */
export async function updatePartnerApp(
  database: Database,
  clientId: string,
  changes: PartnerAppChanges,
): Promise<PartnerAppRecord | undefined> {
  const [app] = await database.unfenced((transaction) =>
    transaction.query<PartnerAppRecord>(
      `UPDATE partner_app
          SET name = coalesce($2, name), redirect_uris = coalesce($3, redirect_uris),
              validation = coalesce($4, validation), reject_replays = coalesce($5, reject_replays),
              rate_limit = CASE WHEN $6 THEN $7::integer ELSE rate_limit END, status = coalesce($8, status)
        WHERE client_id = $1 RETURNING ${COLUMNS}`,
      [
        clientId,
        changes.name ?? null,
        changes.redirectUris ?? null,
        changes.validation ?? null,
        changes.rejectReplays ?? null,
        changes.rateLimit !== undefined,
        changes.rateLimit ?? null,
        changes.status ?? null,
      ],
    ),
  );
  return app;
}
