-- Attachments that were mailed to the customer, who sees them on the document's public page since.
ALTER TABLE invoice_attachment ADD COLUMN shared_at timestamptz;
COMMENT ON COLUMN invoice_attachment.shared_at IS 'when it was first mailed to the customer; null: it never was';
