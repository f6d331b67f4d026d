-- Roles and the database; as the superuser: psql -f deploy/postgresql/roles.sql
-- The owner is the service's user of the machine (peer); no password is kept anywhere.
CREATE ROLE bts LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 60;
CREATE DATABASE bts OWNER bts ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE bts FROM PUBLIC;
GRANT CONNECT ON DATABASE bts TO bts;
-- Whoever draws base backups (point-in-time recovery), and nothing else.
CREATE ROLE bts_replication LOGIN REPLICATION NOSUPERUSER CONNECTION LIMIT 3;
\connect bts
CREATE EXTENSION IF NOT EXISTS postgis;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO bts;
