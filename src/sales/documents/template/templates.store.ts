import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../../platform/database/transaction.ts';
import type { Logo } from '../invoice-document.ts';
import type { ReadLogo } from './logo.ts';
import { builtInTemplate, type TemplateSettings } from './template.ts';

/** A logo as it is told of, without its bytes. */
export interface KeptLogo extends Omit<ReadLogo, 'bytes'> {
  readonly id: string;
  readonly size: number;
}

/** The template as a workspace has it now. */
export interface Template extends TemplateSettings {
  readonly version: number;
  readonly logo: KeptLogo | null;
  readonly updatedAt: Date | null;
}

interface TemplateRow {
  readonly version: number;
  readonly country: string | null;
  readonly settings: TemplateSettings | null;
  readonly logo: KeptLogo | null;
  readonly updated_at: Date | null;
}

/** Reads the template of the workspace; where `lock`, nobody else changes it until the transaction ends. */
export async function readTemplate(transaction: Transaction, { lock = false } = {}): Promise<Template> {
  const [row] = await transaction.query<TemplateRow>(
    `SELECT b.invoice_template_version AS version, b.country, t.created_at AS updated_at,
            ${SETTINGS} AS settings,
            CASE WHEN l.id IS NOT NULL THEN json_build_object('id', l.id, 'mediaType', l.media_type, 'width', l.width,
              'height', l.height, 'size', octet_length(l.bytes)) END AS logo
       FROM books b
       LEFT JOIN invoice_template t ON t.workspace_id = b.workspace_id AND t.version = b.invoice_template_version
       LEFT JOIN invoice_logo l ON l.workspace_id = t.workspace_id AND l.id = t.logo_id
      WHERE b.workspace_id = $1 ${lock ? 'FOR NO KEY UPDATE OF b' : ''}`,
    [transaction.workspaceId],
  );
  const { version, country, settings, logo, updated_at } = row!;
  return { version, ...(settings ?? builtInTemplate(country)), logo, updatedAt: updated_at };
}

/** The settings of the version `t`; NULL for the built-in one, which has no row. */
export const SETTINGS = `CASE WHEN t.version IS NOT NULL THEN json_build_object('accentColor', t.accent_color,
              'language', t.language, 'paperSize', t.paper_size, 'footer', t.footer,
              'eInvoice', t.e_invoice) END`;

/** Keeps a logo, and answers its id. */
export async function storeLogo(transaction: Transaction, logo: ReadLogo): Promise<string> {
  const id = uuidv7();
  await transaction.query(
    `INSERT INTO invoice_logo (workspace_id, id, media_type, width, height, bytes) VALUES ($1, $2, $3, $4, $5, $6)`,
    [transaction.workspaceId, id, logo.mediaType, logo.width, logo.height, logo.bytes],
  );
  return id;
}

/** Adds a version, which is the workspace's from now on. The template must be locked. */
export async function storeTemplate(
  transaction: Transaction,
  version: number,
  { accentColor, language, paperSize, footer, eInvoice }: TemplateSettings,
  logoId: string | null,
): Promise<void> {
  await transaction.query(
    `INSERT INTO invoice_template (workspace_id, version, accent_color, language, paper_size, footer, e_invoice, logo_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [transaction.workspaceId, version, accentColor, language, paperSize, footer, eInvoice, logoId],
  );
  await transaction.query(
    'UPDATE books SET invoice_template_version = $2, updated_at = clock_timestamp() WHERE workspace_id = $1',
    [transaction.workspaceId, version],
  );
}

/** The bytes of a logo, and how large its picture is. */
export async function loadLogo(transaction: Transaction, id: string): Promise<Logo> {
  const [logo] = await transaction.query<Logo>(
    'SELECT bytes, width, height FROM invoice_logo WHERE workspace_id = $1 AND id = $2',
    [transaction.workspaceId, id],
  );
  return logo!;
}
