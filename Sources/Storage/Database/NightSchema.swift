/// The tables of nights and of the audit trail.
enum NightSchema {
    static let tables = """
        CREATE TABLE night (
            number INTEGER PRIMARY KEY,
            run TEXT NOT NULL UNIQUE,
            phase TEXT NOT NULL CHECK (phase IN ('refresh', 'retest', 'run', 'write', 'rotate', 'done')),
            started_at REAL NOT NULL,
            deadline REAL,
            last_run TEXT,
            passed INTEGER CHECK (passed IN (0, 1))
        );
        CREATE TABLE retest (
            night TEXT NOT NULL REFERENCES night (run),
            run TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            attempt INTEGER NOT NULL CHECK (attempt >= 0),
            response TEXT NOT NULL,
            label TEXT NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
            behaviour TEXT NOT NULL,
            oracle TEXT NOT NULL,
            confidence REAL CHECK (confidence BETWEEN 0 AND 1),
            reason TEXT NOT NULL,
            PRIMARY KEY (night, run, ordinal, attempt)
        ) WITHOUT ROWID;
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY,
            time REAL NOT NULL,
            user TEXT NOT NULL,
            host TEXT NOT NULL,
            command TEXT NOT NULL,
            run TEXT NOT NULL,
            target TEXT NOT NULL
        );
        CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END;
        CREATE TRIGGER audit_remains BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is never shortened'); END;
        """
}
