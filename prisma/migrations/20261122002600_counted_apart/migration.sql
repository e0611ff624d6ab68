-- A record of a telemetry log that stands apart from this database (Kafka) is entered here when the door counts it, or when detection tells of it and
-- no door had come so far: whoever is first counts, once. 'counted': it is in flight. 'settled': what became of it is known (ADR 18).
alter table ingestion.ledger add column state text not null default 'settled' check (state in ('counted', 'settled'));
-- What is in flight, oldest first: a handful of rows whatever the ledger holds.
create index ledger_in_flight on ingestion.ledger (tenant_id, received_at) where state = 'counted';
