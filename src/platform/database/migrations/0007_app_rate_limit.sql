-- How many requests a minute a partner app may send; null: as many as the server's setting says (reference 1.7).
ALTER TABLE partner_app ADD COLUMN rate_limit integer CHECK (rate_limit >= 0);
