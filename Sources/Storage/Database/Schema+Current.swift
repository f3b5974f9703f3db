import GRDB

extension Schema {
    /// Makes the tables of a new store, as all migrations would leave them: one after the other they take four times as long.
    ///
    /// - Throws: `DatabaseError`.
    static func make(in database: Database) throws {
        try database.execute(sql: current)
        for migration in migrator.migrations {
            try database.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES (?)", arguments: [migration])
        }
    }

    /// Whether a file holds no table yet.
    ///
    /// - Throws: `DatabaseError`.
    static func isMissing(in database: Database) throws -> Bool {
        try Int.fetchOne(database, sql: "SELECT EXISTS (SELECT * FROM sqlite_schema)") == 0
    }

    /// The tables of today. A new migration changes them here too; a test compares both.
    private static let current = """
        CREATE TABLE grdb_migrations (
            identifier TEXT NOT NULL PRIMARY KEY
        );
        CREATE TABLE run (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            started_at REAL NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('unfinished', 'finished')),
            target TEXT NOT NULL,
            settings TEXT NOT NULL,
            grid_id TEXT NOT NULL,
            grid TEXT NOT NULL,
            simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
            seconds REAL NOT NULL CHECK (seconds >= 0),
            open_sessions INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX run_grid ON run (grid_id);
        CREATE TABLE planned_test (
            run INTEGER NOT NULL REFERENCES run (number),
            ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
            round INTEGER NOT NULL CHECK (round >= 0),
            cell INTEGER NOT NULL CHECK (cell >= 0),
            selection TEXT NOT NULL CHECK (selection IN ('floor', 'closing', 'uniform', 'adaptive')),
            lease_owner TEXT,
            lease_expires REAL,
            probability REAL,
            parts TEXT,
            PRIMARY KEY (run, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE prompt (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            text TEXT NOT NULL,
            origin TEXT NOT NULL,
            milliseconds REAL NOT NULL,
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE response (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            text TEXT NOT NULL,
            blocked TEXT,
            truncated INTEGER NOT NULL CHECK (truncated IN (0, 1)),
            model TEXT,
            input_tokens INTEGER,
            output_tokens INTEGER,
            cost REAL,
            retries TEXT,
            milliseconds REAL NOT NULL,
            cached INTEGER NOT NULL DEFAULT 0 CHECK (cached IN (0, 1)),
            reasoning TEXT,
            images TEXT,
            saved REAL,
            drawn_prompt TEXT,
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES prompt (run, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE verdict (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            label TEXT NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
            behaviour TEXT NOT NULL,
            oracle TEXT NOT NULL,
            confidence REAL CHECK (confidence BETWEEN 0 AND 1),
            reason TEXT NOT NULL,
            milliseconds REAL NOT NULL,
            details TEXT,
            grade TEXT,
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES response (run, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE failure (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            stage TEXT NOT NULL,
            reason TEXT NOT NULL,
            retryable INTEGER NOT NULL CHECK (retryable IN (0, 1)),
            refused TEXT,
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE model_call (
            number INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run (number),
            role TEXT NOT NULL,
            model TEXT NOT NULL,
            label TEXT NOT NULL,
            input_tokens INTEGER,
            output_tokens INTEGER,
            cost REAL,
            cached INTEGER NOT NULL CHECK (cached IN (0, 1)),
            retries TEXT,
            milliseconds REAL NOT NULL,
            saved REAL
        );
        CREATE INDEX model_call_run ON model_call (run);
        CREATE TABLE cached_reply (
            key TEXT NOT NULL PRIMARY KEY,
            model TEXT NOT NULL,
            reply TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE past_failure (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            number INTEGER NOT NULL,
            stage TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (run, ordinal, number),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE data_set (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            digest TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('existing', 'tests')),
            origin TEXT NOT NULL,
            prompt_field TEXT,
            category_field TEXT,
            grid TEXT NOT NULL,
            created_at REAL NOT NULL,
            rows INTEGER NOT NULL,
            complete INTEGER NOT NULL CHECK (complete IN (0, 1))
        );
        CREATE TABLE data_set_row (
            data_set INTEGER NOT NULL REFERENCES data_set (number),
            ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
            text TEXT NOT NULL,
            labels TEXT NOT NULL,
            category TEXT,
            confidence REAL CHECK (confidence BETWEEN 0 AND 1),
            fields TEXT NOT NULL,
            PRIMARY KEY (data_set, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE oracle_calibration (
            oracle TEXT PRIMARY KEY,
            true_positives INTEGER NOT NULL CHECK (true_positives >= 0),
            false_negatives INTEGER NOT NULL CHECK (false_negatives >= 0),
            true_negatives INTEGER NOT NULL CHECK (true_negatives >= 0),
            false_positives INTEGER NOT NULL CHECK (false_positives >= 0),
            band_low REAL,
            band_high REAL,
            source TEXT NOT NULL,
            classifier_weights TEXT
        ) WITHOUT ROWID;
        CREATE TABLE further_verdict (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            oracle TEXT NOT NULL,
            label TEXT NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
            behaviour TEXT NOT NULL,
            confidence REAL CHECK (confidence BETWEEN 0 AND 1),
            reason TEXT NOT NULL,
            milliseconds REAL NOT NULL,
            details TEXT,
            grade TEXT,
            PRIMARY KEY (run, ordinal, oracle),
            FOREIGN KEY (run, ordinal) REFERENCES response (run, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE human_label (
            number INTEGER PRIMARY KEY,
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            annotator TEXT NOT NULL,
            label TEXT NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
            control INTEGER NOT NULL CHECK (control IN (0, 1)),
            time REAL NOT NULL,
            FOREIGN KEY (run, ordinal) REFERENCES response (run, ordinal)
        );
        CREATE INDEX human_label_run ON human_label (run, number);
        CREATE TABLE jury_weights (
            number INTEGER PRIMARY KEY,
            jury TEXT NOT NULL,
            weights TEXT NOT NULL,
            method TEXT NOT NULL,
            count INTEGER NOT NULL CHECK (count >= 1),
            time REAL NOT NULL
        );
        CREATE INDEX jury_weights_jury ON jury_weights (jury, number);
        CREATE TRIGGER human_label_stays BEFORE UPDATE ON human_label
            BEGIN SELECT RAISE(ABORT, 'a label is never changed'); END;
        CREATE TRIGGER human_label_remains BEFORE DELETE ON human_label
            BEGIN SELECT RAISE(ABORT, 'a label is never deleted'); END;
        CREATE TABLE page (
            id INTEGER PRIMARY KEY,
            title TEXT NOT NULL,
            author TEXT,
            published REAL,
            dated REAL NOT NULL,
            language TEXT,
            content_hash TEXT NOT NULL,
            sketch BLOB NOT NULL
        );
        CREATE INDEX page_content ON page (content_hash);
        CREATE INDEX page_dated ON page (dated);
        CREATE TABLE page_url (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL UNIQUE,
            page INTEGER NOT NULL REFERENCES page (id),
            etag TEXT,
            last_modified TEXT,
            first_seen REAL NOT NULL,
            fetched REAL NOT NULL,
            checked REAL NOT NULL
        );
        CREATE INDEX page_url_page ON page_url (page);
        CREATE INDEX page_url_checked ON page_url (checked);
        CREATE TABLE page_hazard (
            url INTEGER NOT NULL REFERENCES page_url (id) ON DELETE CASCADE,
            hazard TEXT NOT NULL,
            PRIMARY KEY (url, hazard)
        ) WITHOUT ROWID;
        CREATE INDEX page_hazard_hazard ON page_hazard (hazard);
        CREATE TABLE passage (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            page INTEGER NOT NULL REFERENCES page (id) ON DELETE CASCADE,
            heading TEXT NOT NULL,
            text TEXT NOT NULL
        );
        CREATE INDEX passage_page ON passage (page);
        CREATE TABLE passage_vector (
            passage INTEGER NOT NULL REFERENCES passage (id) ON DELETE CASCADE,
            model TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (passage, model)
        );
        CREATE TABLE page_links (
            url TEXT PRIMARY KEY,
            links TEXT NOT NULL,
            checked REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE page_band (
            value INTEGER NOT NULL,
            page INTEGER NOT NULL,
            PRIMARY KEY (value, page)
        ) WITHOUT ROWID;
        CREATE TABLE robots_file (
            origin TEXT PRIMARY KEY,
            body BLOB NOT NULL,
            fetched REAL NOT NULL
        );
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
        CREATE VIRTUAL TABLE passage_index USING fts5 (
            title, heading, text, content = '', columnsize = 0,
            tokenize = 'porter unicode61 remove_diacritics 2'
        );
        CREATE TABLE further_oracle (
            run INTEGER NOT NULL REFERENCES run (number),
            oracle TEXT NOT NULL,
            classifier_weights TEXT NOT NULL,
            PRIMARY KEY (run, oracle)
        ) WITHOUT ROWID;
        CREATE INDEX response_blocked ON response (run) WHERE blocked IS NOT NULL;
        CREATE INDEX response_simulated ON response (run) WHERE substr(model, 1, 10) = 'simulated/';
        CREATE TABLE verified_prompts (
            run INTEGER PRIMARY KEY REFERENCES run (number),
            tally TEXT NOT NULL
        );
        CREATE INDEX prompt_refused ON prompt (run) WHERE \(tellsOfRefused);
        CREATE TABLE turn_reply (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            turn INTEGER NOT NULL CHECK (turn >= 0),
            reply INTEGER NOT NULL CHECK (reply >= 0),
            purpose TEXT NOT NULL CHECK (purpose IN ('conversation', 'control', 'branch')),
            user BLOB CHECK ((user IS NULL) = (reply > 0)),
            text TEXT NOT NULL,
            calls BLOB,
            blocked TEXT,
            truncated INTEGER NOT NULL CHECK (truncated IN (0, 1)),
            model TEXT,
            input_tokens INTEGER,
            output_tokens INTEGER,
            cost REAL,
            retries TEXT,
            cached INTEGER NOT NULL CHECK (cached IN (0, 1)),
            reasoning TEXT,
            milliseconds REAL NOT NULL,
            refused INTEGER NOT NULL DEFAULT 0 CHECK (refused >= 0),
            oversized INTEGER NOT NULL DEFAULT 0 CHECK (oversized >= 0),
            parent INTEGER CHECK (parent >= 0),
            images TEXT,
            saved REAL,
            PRIMARY KEY (run, ordinal, turn, reply),
            FOREIGN KEY (run, ordinal) REFERENCES prompt (run, ordinal)
        ) WITHOUT ROWID;
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
        CREATE TABLE late_calls (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            calls INTEGER NOT NULL CHECK (calls >= 1),
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE model_batch (
            run INTEGER NOT NULL REFERENCES run (number),
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            provider TEXT NOT NULL,
            id TEXT,
            state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'ended', 'cancelled', 'lost')),
            sent_at REAL NOT NULL,
            tests TEXT NOT NULL,
            PRIMARY KEY (run, name)
        );
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
        CREATE TABLE fairness_sample (
            run INTEGER NOT NULL REFERENCES run (number),
            prompt TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 0),
            content TEXT NOT NULL,
            PRIMARY KEY (run, prompt, number)
        ) WITHOUT ROWID;
        \(PageSchema.largePieces)
        """
}
