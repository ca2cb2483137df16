import type { TemplateRecord } from './template.schema.ts';
import type { Template } from './templates.store.ts';

/** A template in the API's words. */
export function toTemplateRecord({ logo, updatedAt, ...template }: Template): TemplateRecord {
  const { version, accentColor, language, paperSize, footer, eInvoice } = template;
  return {
    version,
    logo: logo && { mediaType: logo.mediaType, width: logo.width, height: logo.height, size: logo.size },
    accentColor,
    language,
    paperSize,
    footer,
    eInvoice,
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}
