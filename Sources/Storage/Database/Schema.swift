import GRDB

/// The tables and their history. A step is a row; a foreign key names the step on which it builds, so that none can be
/// recorded before the one it needs, and none twice.
enum Schema {
    /// Makes the tables of a new store, and brings those of an older program up to date.
    ///
    /// - Throws: `DatabaseError`.
    static func prepare(_ database: any DatabaseWriter) throws {
        let isNew = try database.write { database in
            guard try Int.fetchOne(database, sql: "SELECT EXISTS (SELECT * FROM sqlite_schema)") == 0 else {
                return false
            }
            try make(in: database)
            return true
        }
        if !isNew { try migrator.migrate(database) }
    }

    /// Makes the tables of a new store in one step, a third of the time that one migration after the other takes. SQLite reads all
    /// tables again for each column that is added to one, so that those which stand apart come last.
    ///
    /// - Throws: `DatabaseError`.
    static func make(in database: Database) throws {
        for migration in migrations.filter({ !$0.standsApart }) + migrations.filter(\.standsApart) {
            try migration.apply(database)
        }
        try database.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        for migration in migrations {
            try database.execute(
                sql: "INSERT INTO grdb_migrations (identifier) VALUES (?)", arguments: [migration.name])
        }
    }

    /// Makes the changes that a store of an older program lacks.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations { migrator.registerMigration(migration.name, migrate: migration.apply) }
        return migrator
    }

    /// A change of the tables.
    private struct Migration: Sendable {
        let name: String
        /// Whether only others that stand apart change its tables, and it none of theirs: in a new store they may come last.
        let standsApart: Bool
        let apply: @Sendable (Database) throws -> Void

        init(_ name: String, standsApart: Bool = false, _ apply: @escaping @Sendable (Database) throws -> Void) {
            (self.name, self.standsApart, self.apply) = (name, standsApart, apply)
        }
    }

    /// Every change of the tables, oldest first. A migration that was released is never edited.
    private static let migrations: [Migration] = [
        Migration("1 runs and steps") { database in
            try database.execute(sql: runs)
            try database.execute(sql: steps)
        },
        Migration("2 calls and cached replies") { database in
            try database.execute(sql: calls)
        },
        Migration("data sets", standsApart: true) { try $0.execute(sql: dataSets) },
        Migration("calibration") { database in
            try database.execute(sql: calibration)
        },
        Migration("further verdicts and human labels") { database in
            try database.execute(sql: review)
        },
        Migration("selection probability") { database in
            try database.execute(sql: "ALTER TABLE planned_test ADD COLUMN probability REAL")
        },
        Migration("pages", standsApart: true) { try $0.execute(sql: PageSchema.tables) },
        Migration("links of pages", standsApart: true) { try $0.execute(sql: pageLinks) },
        Migration("fewer bands of pages", standsApart: true) { try $0.execute(sql: PageSchema.fewerBands) },
        Migration("robots files", standsApart: true) { try $0.execute(sql: robotsFiles) },
        Migration("nights and audit trail", standsApart: true) { try $0.execute(sql: NightSchema.tables) },
        Migration("no lengths of passages", standsApart: true, PageSchema.dropLengths),
        Migration("weights behind calibrations") { try $0.execute(sql: classifierWeights) },
        Migration("thoughts of responses") { database in
            try database.execute(sql: "ALTER TABLE response ADD COLUMN reasoning TEXT")
        },
        Migration("counts without reading tests") { try $0.execute(sql: counts) },
        Migration("refused prompts") { try $0.execute(sql: refusedPrompts) },
        Migration("tests that close holes") { try $0.execute(sql: closing) },
        Migration("conversations") { try $0.execute(sql: conversations) },
        Migration("parts of prompts") { database in
            try database.execute(sql: "ALTER TABLE planned_test ADD COLUMN parts TEXT")
        },
        Migration("findings asked again", standsApart: true) { try $0.execute(sql: repeats) },
        Migration("refused calls") { database in
            try database.execute(
                sql: "ALTER TABLE turn_reply ADD COLUMN refused INTEGER NOT NULL DEFAULT 0 CHECK (refused >= 0)")
        },
        Migration("graded harm") { try $0.execute(sql: gradedHarm) },
        Migration("agents beyond their bounds") { try $0.execute(sql: overreach) },
        Migration("trees of messages") { database in
            try database.execute(sql: "ALTER TABLE turn_reply ADD COLUMN parent INTEGER CHECK (parent >= 0)")
        },
        Migration("images of responses") { database in
            try database.execute(sql: "ALTER TABLE response ADD COLUMN images TEXT")
            try database.execute(sql: "ALTER TABLE turn_reply ADD COLUMN images TEXT")
        },
        Migration("batches") { try $0.execute(sql: BatchSchema.tables) },
        Migration("control responses", standsApart: true) { try $0.execute(sql: NightSchema.controls) },
        Migration("fairness samples", standsApart: true) { try $0.execute(sql: FairnessSchema.tables) },
        Migration("images of prompts") { database in
            try database.execute(sql: "ALTER TABLE response ADD COLUMN drawn_prompt TEXT")
        },
        Migration("open sessions") { database in
            try database.execute(sql: "ALTER TABLE run ADD COLUMN open_sessions INTEGER NOT NULL DEFAULT 0")
        },
    ]

    private static let dataSets = """
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
        """

    private static let calls = """
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
            milliseconds REAL NOT NULL
        );
        CREATE INDEX model_call_run ON model_call (run);
        CREATE TABLE cached_reply (
            key TEXT NOT NULL PRIMARY KEY,
            model TEXT NOT NULL,
            reply TEXT NOT NULL
        ) WITHOUT ROWID;
        ALTER TABLE response ADD COLUMN cached INTEGER NOT NULL DEFAULT 0 CHECK (cached IN (0, 1));
        CREATE TABLE past_failure (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            number INTEGER NOT NULL,
            stage TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (run, ordinal, number),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        ) WITHOUT ROWID;
        """

    /// Labels and weights are only ever added, and a row that is there is never changed.
    private static let review = """
        CREATE TABLE further_verdict (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            oracle TEXT NOT NULL,
            label TEXT NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
            behaviour TEXT NOT NULL,
            confidence REAL CHECK (confidence BETWEEN 0 AND 1),
            reason TEXT NOT NULL,
            milliseconds REAL NOT NULL,
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
        """

    private static let calibration = """
        CREATE TABLE oracle_calibration (
            oracle TEXT PRIMARY KEY,
            true_positives INTEGER NOT NULL CHECK (true_positives >= 0),
            false_negatives INTEGER NOT NULL CHECK (false_negatives >= 0),
            true_negatives INTEGER NOT NULL CHECK (true_negatives >= 0),
            false_positives INTEGER NOT NULL CHECK (false_positives >= 0),
            band_low REAL,
            band_high REAL,
            source TEXT NOT NULL
        ) WITHOUT ROWID;
        """

    private static let classifierWeights = """
        ALTER TABLE oracle_calibration ADD COLUMN classifier_weights TEXT;
        CREATE TABLE further_oracle (
            run INTEGER NOT NULL REFERENCES run (number),
            oracle TEXT NOT NULL,
            classifier_weights TEXT NOT NULL,
            PRIMARY KEY (run, oracle)
        ) WITHOUT ROWID;
        """

    /// Responses are long and few of them are asked for by what stands behind their text, so that only those are indexed.
    private static let counts = """
        CREATE INDEX response_blocked ON response (run) WHERE blocked IS NOT NULL;
        CREATE INDEX response_simulated ON response (run) WHERE substr(model, 1, 10) = 'simulated/';
        CREATE TABLE verified_prompts (
            run INTEGER PRIMARY KEY REFERENCES run (number),
            tally TEXT NOT NULL
        );
        """

    /// Origins that tell of refused texts or poor batches: the condition of the index `prompt_refused`, word for word.
    static let tellsOfRefused = "(instr(origin, '\"refused\"') > 0 OR instr(origin, '\"poor_batches\"') > 0)"

    private static let refusedPrompts = """
        ALTER TABLE failure ADD COLUMN refused TEXT;
        CREATE INDEX prompt_refused ON prompt (run) WHERE \(tellsOfRefused);
        """

    /// A reply is kept before the next message is sent, so that none is paid for twice.
    private static let conversations = """
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
            PRIMARY KEY (run, ordinal, turn, reply),
            FOREIGN KEY (run, ordinal) REFERENCES prompt (run, ordinal)
        ) WITHOUT ROWID;
        ALTER TABLE verdict ADD COLUMN details TEXT;
        ALTER TABLE further_verdict ADD COLUMN details TEXT;
        """

    private static let gradedHarm = """
        ALTER TABLE verdict ADD COLUMN grade TEXT;
        ALTER TABLE further_verdict ADD COLUMN grade TEXT;
        """

    private static let overreach = """
        ALTER TABLE turn_reply ADD COLUMN oversized INTEGER NOT NULL DEFAULT 0 CHECK (oversized >= 0);
        CREATE TABLE late_calls (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            calls INTEGER NOT NULL CHECK (calls >= 1),
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        ) WITHOUT ROWID;
        """

    private static let repeats = """
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

    private static let pageLinks = """
        CREATE TABLE page_links (
            url TEXT PRIMARY KEY,
            links TEXT NOT NULL,
            checked REAL NOT NULL
        ) WITHOUT ROWID;
        """

    private static let robotsFiles = """
        CREATE TABLE robots_file (
            origin TEXT PRIMARY KEY,
            body BLOB NOT NULL,
            fetched REAL NOT NULL
        );
        """

    private static let runs = """
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
            seconds REAL NOT NULL CHECK (seconds >= 0)
        );
        CREATE INDEX run_grid ON run (grid_id);
        """

    /// A check can't be altered, and copying millions of tests for one word would take minutes: SQLite's documentation
    /// has this way for changes of a table's text that touch no row (lang_altertable, "Making Other Kinds Of Table Schema
    /// Changes").
    private static let closing = """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema
        SET sql = replace(
            sql, '(''floor'', ''uniform'', ''adaptive'')', '(''floor'', ''closing'', ''uniform'', ''adaptive'')')
        WHERE type = 'table' AND name = 'planned_test';
        PRAGMA writable_schema = RESET;
        """

    private static let steps = """
        CREATE TABLE planned_test (
            run INTEGER NOT NULL REFERENCES run (number),
            ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
            round INTEGER NOT NULL CHECK (round >= 0),
            cell INTEGER NOT NULL CHECK (cell >= 0),
            selection TEXT NOT NULL CHECK (selection IN ('floor', 'uniform', 'adaptive')),
            lease_owner TEXT,
            lease_expires REAL,
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
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES response (run, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE failure (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            stage TEXT NOT NULL,
            reason TEXT NOT NULL,
            retryable INTEGER NOT NULL CHECK (retryable IN (0, 1)),
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        ) WITHOUT ROWID;
        """
}
