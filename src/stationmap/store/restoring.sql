-- Puts the content of a backup in place of what the store holds, in one transaction.
-- {now} and {past} are what the names of the store's and of the backup's tables begin with.
-- Parameters: shared (the last revision that both have alike), newest (the store's last one),
-- who, at, why.

-- What happened in the backup alone is told after what happened here.
CREATE TEMP TABLE told AS
SELECT
    past.number + :newest - :shared AS number,
    past.station_id,
    past.version
        + coalesce((SELECT version FROM {now}stations WHERE id = past.station_id), 0)
        - (
            SELECT count(*) FROM {now}revisions AS same
            WHERE same.station_id = past.station_id AND same.number <= :shared
        ) AS version,
    past.action, past.who, past.at, past.why, past.batch,
    past.undoes + CASE WHEN past.undoes > :shared THEN :newest - :shared ELSE 0 END AS undoes,
    past.successor, past.document
FROM {past}revisions AS past
WHERE past.number > :shared;

-- What the backup has otherwise than the store, and what it does not have, changes once more.
CREATE TEMP TABLE changed AS
SELECT
    now.id,
    now.version + 1 AS version,
    coalesce(past.removed, true) AS removed,
    past.successor,
    coalesce(past.document, now.document) AS document,
    :newest + (SELECT count(*) FROM told) + row_number() OVER (ORDER BY now.id) AS number
FROM {now}stations AS now
LEFT JOIN {past}stations AS past USING (id)
WHERE
    (now.removed, now.successor, now.document) IS DISTINCT FROM
    (coalesce(past.removed, true), past.successor, coalesce(past.document, now.document))
    AND now.id NOT IN (SELECT station_id FROM told);

INSERT INTO {now}revisions (
    number, station_id, version, action, who, at, why, batch, undoes, successor, document
)
SELECT number, station_id, version, action, who, at, why, batch, undoes, successor, document
FROM told
UNION ALL
SELECT
    number, id, version, 'restored', :who, :at, :why, NULL, NULL, successor,
    CASE WHEN removed THEN NULL ELSE document END
FROM changed;

INSERT INTO {now}stations (
    id, kind, status, lon, lat, version, revision, removed, successor, document
)
SELECT id, kind, status, lon, lat, version, revision, removed, successor, document
FROM {past}stations
WHERE id NOT IN (SELECT id FROM {now}stations);

UPDATE {now}stations AS now
SET (kind, status, lon, lat, removed, successor, document) = (
    past.kind, past.status, past.lon, past.lat, past.removed, past.successor, past.document
)
FROM {past}stations AS past
WHERE
    past.id = now.id
    AND (
        now.id IN (SELECT station_id FROM told)
        OR now.id IN (SELECT id FROM changed)
    );

UPDATE {now}stations AS now SET removed = true, successor = NULL
WHERE id NOT IN (SELECT id FROM {past}stations);

UPDATE {now}stations AS now
SET (version, revision) = (newer.version, newer.number)
FROM (
    SELECT station_id, max(version) AS version, max(number) AS number FROM told GROUP BY station_id
    UNION ALL
    SELECT id, version, number FROM changed
) AS newer
WHERE newer.station_id = now.id;

-- Whoever is signed in signs in anew, programs too: what was ended must not come back.
DELETE FROM {now}sessions;
DELETE FROM {now}api_tokens;
DELETE FROM {now}links;
DELETE FROM {now}accounts;
INSERT INTO {now}accounts (
    login, name, role, area, subject, disabled, created_at, password_hash
)
SELECT login, name, role, area, subject, disabled, created_at, password_hash
FROM {past}accounts;

DELETE FROM {now}reports;
INSERT INTO {now}reports (
    id, station_id, fault, facility, texts, times, filed_at, last_at, due_at, state, answer,
    answered_by, answered_at
)
SELECT
    id, station_id, fault, facility, texts, times, filed_at, last_at, due_at, state, answer,
    answered_by, answered_at
FROM {past}reports;

DELETE FROM {now}confirmations;
INSERT INTO {now}confirmations (station_id, day, count)
SELECT station_id, day, count FROM {past}confirmations;

-- A scenario that is other than before gets a version that nobody has seen of it yet.
UPDATE {now}scenarios AS now
SET (name, owner, created_at, changed_at, removed, document, version) = (
    past.name, past.owner, past.created_at, past.changed_at, past.removed, past.document,
    CASE WHEN now.version > past.version THEN now.version ELSE past.version END + 1
)
FROM {past}scenarios AS past
WHERE
    past.id = now.id
    AND (now.name, now.owner, now.created_at, now.changed_at, now.removed, now.document) IS DISTINCT FROM
    (past.name, past.owner, past.created_at, past.changed_at, past.removed, past.document);

UPDATE {now}scenarios SET (removed, document, version) = (true, '', version + 1)
WHERE NOT removed AND id NOT IN (SELECT id FROM {past}scenarios);

INSERT INTO {now}scenarios (
    id, name, owner, created_at, changed_at, version, removed, document
)
SELECT id, name, owner, created_at, changed_at, version, removed, document
FROM {past}scenarios
WHERE id NOT IN (SELECT id FROM {now}scenarios);

-- An upload never changes, so those that both have stay where they are.
DELETE FROM {now}plan_uploads WHERE id NOT IN (SELECT id FROM {past}plan_uploads);
INSERT INTO {now}plan_uploads (
    id, kind, name, owner, created_at, source, as_of, points, total, body
)
SELECT id, kind, name, owner, created_at, source, as_of, points, total, body
FROM {past}plan_uploads
WHERE id NOT IN (SELECT id FROM {now}plan_uploads);

DROP TABLE told;
DROP TABLE changed;
