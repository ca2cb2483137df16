import { z } from 'zod';
import { uuid } from '../../platform/http/fields.ts';

/** Which attachment of which document. */
export const attachmentParams = z.object({
  id: uuid().describe('The UUID of the document.'),
  attachmentId: uuid().describe('The UUID of the attachment.'),
});
