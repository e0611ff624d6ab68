-- The version of Elasticsearch that the bulk door reports to a source's senders; null: the door's own choice. Some shippers refuse to talk to
-- a server older than themselves.
alter table ingestion.source add column reported_version text check (reported_version ~ '^[789]\.[0-9]{1,2}\.[0-9]{1,2}$');
