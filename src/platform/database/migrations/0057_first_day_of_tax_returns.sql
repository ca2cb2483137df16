-- Nothing that is dated before the first return counts in any: so its reversal does not count either. Filings of before this
-- column keep null, and with it what they took.
ALTER TABLE tax_return_filing ADD COLUMN since date;
COMMENT ON COLUMN tax_return_filing.since IS 'the first day of the first return, as it was then';
