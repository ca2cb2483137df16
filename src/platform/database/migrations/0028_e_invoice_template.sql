-- Whether the PDF that customers get is an e-invoice too: a setting of the template, and so kept by each approved document.

ALTER TABLE invoice_template
  ADD COLUMN e_invoice text NOT NULL DEFAULT 'none' CHECK (e_invoice IN ('none', 'facturx'));
