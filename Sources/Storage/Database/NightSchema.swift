/// The tables of nights, of findings that are asked again, and of the audit trail.
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

    /// Responses that are labelled again each night. They outlive the runs that they come from.
    static let controls = """
        CREATE TABLE control_response (
            oracle TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 0),
            content TEXT NOT NULL,
            PRIMARY KEY (oracle, number)
        ) WITHOUT ROWID;
        CREATE TABLE control_label (
            night TEXT NOT NULL,
            oracle TEXT NOT NULL,
            number INTEGER NOT NULL,
            label TEXT NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
            PRIMARY KEY (night, oracle, number),
            FOREIGN KEY (oracle, number) REFERENCES control_response (oracle, number)
        ) WITHOUT ROWID;
        CREATE TABLE control_check (
            id INTEGER PRIMARY KEY,
            night TEXT NOT NULL,
            oracle TEXT NOT NULL,
            reference TEXT,
            compared INTEGER NOT NULL CHECK (compared >= 0),
            to_unsafe INTEGER NOT NULL CHECK (to_unsafe >= 0),
            to_safe INTEGER NOT NULL CHECK (to_safe >= 0),
            p_value REAL NOT NULL CHECK (p_value BETWEEN 0 AND 1),
            moved INTEGER NOT NULL CHECK (moved IN (0, 1)),
            UNIQUE (night, oracle)
        );
        """

    static let repeats = """
        CREATE TABLE repeated_test (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            attempt INTEGER NOT NULL CHECK (attempt >= 0),
            response TEXT NOT NULL,
            label TEXT NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
            behaviour TEXT NOT NULL,
            oracle TEXT NOT NULL,
            confidence REAL CHECK (confidence BETWEEN 0 AND 1),
            reason TEXT NOT NULL,
            details TEXT,
            grade TEXT,
            PRIMARY KEY (run, ordinal, attempt),
            FOREIGN KEY (run, ordinal) REFERENCES response (run, ordinal)
        ) WITHOUT ROWID;
        """
}
