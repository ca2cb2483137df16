import type { TemplateRecord } from './template.schema.ts';

export const TEMPLATE_EXAMPLE: TemplateRecord = {
  version: 2,
  logo: null,
  accentColor: '#0f766e',
  language: 'en',
  paperSize: 'Letter',
  footer: 'Foundry Road Hauling · Account 12345678 at First Bank of Springfield · foundryroad.example',
  eInvoice: 'none',
  updatedAt: '2026-07-01T08:00:00.000Z',
};

export const UPDATE_TEMPLATE_EXAMPLE = {
  accentColor: '#0f766e',
  footer: TEMPLATE_EXAMPLE.footer,
};
