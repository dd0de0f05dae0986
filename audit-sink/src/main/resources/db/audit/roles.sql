-- Least privilege. Run once by the owner of the tables, after the first migration:
--   psql -v ON_ERROR_STOP=1 -f roles.sql <database>
-- Then give both roles a password (or a certificate), run the sink as quaestor_audit_writer with QUAESTOR_AUDIT_MIGRATE=false,
-- and auditors as quaestor_audit_reader. The writer cannot change or delete an entry; it can only add entries and move heads.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quaestor_audit_writer') THEN
        CREATE ROLE quaestor_audit_writer LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quaestor_audit_reader') THEN
        CREATE ROLE quaestor_audit_reader LOGIN;
    END IF;
END
$$;
GRANT INSERT, SELECT ON chain_schema TO quaestor_audit_writer;
GRANT INSERT ON chain_entry TO quaestor_audit_writer;
GRANT INSERT, SELECT, UPDATE ON chain_head TO quaestor_audit_writer;
GRANT SELECT ON chain_schema, chain_head, chain_entry TO quaestor_audit_reader;
