import { writeFileSync } from 'node:fs';
import { openApiDocument } from './app.ts';

/** Writes the committed snapshot of the OpenAPI document; a test compares it with what the server says. */
writeFileSync(new URL('../openapi.json', import.meta.url), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
