-- Puts the content of an attached `backup` in place of what the store holds, in one transaction.
-- Parameters: shared (the last revision that both have alike), newest (the store's last one),
-- who, at, why.

-- What happened in the backup alone is told after what happened here.
CREATE TEMP TABLE told AS
SELECT
    past.number + :newest - :shared AS number,
    past.station_id,
    past.version
        + coalesce((SELECT version FROM main.stations WHERE id = past.station_id), 0)
        - (
            SELECT count(*) FROM main.revisions AS both
            WHERE both.station_id = past.station_id AND both.number <= :shared
        ) AS version,
    past.action, past.who, past.at, past.why, past.batch,
    past.undoes + iif(past.undoes > :shared, :newest - :shared, 0) AS undoes,
    past.successor, past.document
FROM backup.revisions AS past
WHERE past.number > :shared;

-- What the backup has otherwise than the store, and what it does not have, changes once more.
CREATE TEMP TABLE changed AS
SELECT
    now.id,
    now.version + 1 AS version,
    coalesce(past.removed, 1) AS removed,
    past.successor,
    coalesce(past.document, now.document) AS document,
    :newest + (SELECT count(*) FROM told) + row_number() OVER (ORDER BY now.id) AS number
FROM main.stations AS now
LEFT JOIN backup.stations AS past USING (id)
WHERE
    (now.removed, now.successor, now.document) IS NOT
    (coalesce(past.removed, 1), past.successor, coalesce(past.document, now.document))
    AND now.id NOT IN (SELECT station_id FROM told);

INSERT INTO main.revisions (
    number, station_id, version, action, who, at, why, batch, undoes, successor, document
)
SELECT number, station_id, version, action, who, at, why, batch, undoes, successor, document
FROM told
UNION ALL
SELECT
    number, id, version, 'restored', :who, :at, :why, NULL, NULL, successor,
    iif(removed, NULL, document)
FROM changed;

INSERT INTO main.stations (
    id, kind, status, lon, lat, version, revision, removed, successor, document
)
SELECT id, kind, status, lon, lat, version, revision, removed, successor, document
FROM backup.stations
WHERE id NOT IN (SELECT id FROM main.stations);

UPDATE main.stations AS now
SET (kind, status, lon, lat, removed, successor, document) = (
    past.kind, past.status, past.lon, past.lat, past.removed, past.successor, past.document
)
FROM backup.stations AS past
WHERE
    past.id = now.id
    AND (
        now.id IN (SELECT station_id FROM told)
        OR now.id IN (SELECT id FROM changed)
    );

UPDATE main.stations AS now SET removed = 1, successor = NULL
WHERE id NOT IN (SELECT id FROM backup.stations);

UPDATE main.stations AS now
SET (version, revision) = (newer.version, newer.number)
FROM (
    SELECT station_id, max(version) AS version, max(number) AS number FROM told GROUP BY station_id
    UNION ALL
    SELECT id, version, number FROM changed
) AS newer
WHERE newer.station_id = now.id;

-- Whoever is signed in signs in anew, programs too: what was ended must not come back.
DELETE FROM main.sessions;
DELETE FROM main.api_tokens;
DELETE FROM main.links;
DELETE FROM main.accounts;
INSERT INTO main.accounts (
    login, name, role, area, subject, disabled, created_at, password_hash
)
SELECT login, name, role, area, subject, disabled, created_at, password_hash
FROM backup.accounts;

DELETE FROM main.reports;
INSERT INTO main.reports (
    id, station_id, fault, facility, texts, times, filed_at, last_at, due_at, state, answer,
    answered_by, answered_at
)
SELECT
    id, station_id, fault, facility, texts, times, filed_at, last_at, due_at, state, answer,
    answered_by, answered_at
FROM backup.reports;

DELETE FROM main.confirmations;
INSERT INTO main.confirmations (station_id, day, count)
SELECT station_id, day, count FROM backup.confirmations;

-- A scenario that is other than before gets a version that nobody has seen of it yet.
UPDATE main.scenarios AS now
SET (name, owner, created_at, changed_at, removed, document, version) = (
    past.name, past.owner, past.created_at, past.changed_at, past.removed, past.document,
    max(now.version, past.version) + 1
)
FROM backup.scenarios AS past
WHERE
    past.id = now.id
    AND (now.name, now.owner, now.created_at, now.changed_at, now.removed, now.document) IS NOT
    (past.name, past.owner, past.created_at, past.changed_at, past.removed, past.document);

UPDATE main.scenarios SET (removed, document, version) = (1, '', version + 1)
WHERE NOT removed AND id NOT IN (SELECT id FROM backup.scenarios);

INSERT INTO main.scenarios (
    id, name, owner, created_at, changed_at, version, removed, document
)
SELECT id, name, owner, created_at, changed_at, version, removed, document
FROM backup.scenarios
WHERE id NOT IN (SELECT id FROM main.scenarios);

-- An upload never changes, so those that both have stay where they are.
DELETE FROM main.plan_uploads WHERE id NOT IN (SELECT id FROM backup.plan_uploads);
INSERT INTO main.plan_uploads (
    id, kind, name, owner, created_at, source, as_of, points, total, body
)
SELECT id, kind, name, owner, created_at, source, as_of, points, total, body
FROM backup.plan_uploads
WHERE id NOT IN (SELECT id FROM main.plan_uploads);

DROP TABLE temp.told;
DROP TABLE temp.changed;
