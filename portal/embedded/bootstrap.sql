-- Roles, once per cluster. Run as a superuser; safe to repeat.
DO $$ BEGIN CREATE ROLE portal_migrator; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE portal_app; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE portal_eval; EXCEPTION WHEN duplicate_object THEN NULL; END $$;

-- Owns the database and every object in it; used by migrations only. Under forced row security an
-- owner without BYPASSRLS validates foreign keys against zero rows, so it has BYPASSRLS. CREATEDB
-- serves the test database only: a live server may say NOCREATEDB.
ALTER ROLE portal_migrator LOGIN NOSUPERUSER BYPASSRLS CREATEDB NOCREATEROLE NOREPLICATION;
ALTER ROLE portal_migrator PASSWORD :'portal_migrator_password';

-- Web processes and workers: row security applies, data only.
ALTER ROLE portal_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
ALTER ROLE portal_app PASSWORD :'portal_app_password';
ALTER ROLE portal_app SET statement_timeout = '15s';
ALTER ROLE portal_app SET lock_timeout = '5s';
ALTER ROLE portal_app SET idle_in_transaction_session_timeout = '30s';

-- National reading across partnerships: reads what a policy releases to it, writes nothing.
ALTER ROLE portal_eval LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
ALTER ROLE portal_eval PASSWORD :'portal_eval_password';
ALTER ROLE portal_eval SET default_transaction_read_only = on;
ALTER ROLE portal_eval SET statement_timeout = '60s';
ALTER ROLE portal_eval SET lock_timeout = '5s';
ALTER ROLE portal_eval SET idle_in_transaction_session_timeout = '60s';

-- The database, once. psql runs the statement that this query returns.
SELECT format('CREATE DATABASE %I OWNER portal_migrator ENCODING ''UTF8'' TEMPLATE template0', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
\connect :"database"

-- Inside the database. Run as a superuser or as its owner; safe to repeat.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO portal_app, portal_eval;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO portal_migrator;
GRANT USAGE ON SCHEMA public TO portal_app, portal_eval;
-- What migrations create later: the application works with data, never with structure. The
-- evaluator gets nothing by default; each released table grants it by its own migration.
ALTER DEFAULT PRIVILEGES FOR ROLE portal_migrator IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_migrator IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO portal_app;
