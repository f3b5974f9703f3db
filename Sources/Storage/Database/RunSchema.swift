/// The tables of runs, of their tests and of the calls for these.
enum RunSchema {
    static let runs = """
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

    static let steps = """
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

    /// A check can't be altered, and copying millions of tests for one word would take minutes: SQLite's documentation
    /// has this way for changes of a table's text that touch no row (lang_altertable, "Making Other Kinds Of Table Schema
    /// Changes").
    static let closing = """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema
        SET sql = replace(
            sql, '(''floor'', ''uniform'', ''adaptive'')', '(''floor'', ''closing'', ''uniform'', ''adaptive'')')
        WHERE type = 'table' AND name = 'planned_test';
        PRAGMA writable_schema = RESET;
        """

    static let calls = """
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

    /// Responses are long and few of them are asked for by what stands behind their text, so that only those are indexed.
    static let counts = """
        CREATE INDEX response_blocked ON response (run) WHERE blocked IS NOT NULL;
        CREATE INDEX response_simulated ON response (run) WHERE substr(model, 1, 10) = 'simulated/';
        CREATE TABLE verified_prompts (
            run INTEGER PRIMARY KEY REFERENCES run (number),
            tally TEXT NOT NULL
        );
        """

    static let refusedPrompts = """
        ALTER TABLE failure ADD COLUMN refused TEXT;
        CREATE INDEX prompt_refused ON prompt (run) WHERE \(tellsOfRefused);
        """

    /// A reply is kept before the next message is sent, so that none is paid for twice.
    static let conversations = """
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

    static let gradedHarm = """
        ALTER TABLE verdict ADD COLUMN grade TEXT;
        ALTER TABLE further_verdict ADD COLUMN grade TEXT;
        """

    static let overreach = """
        ALTER TABLE turn_reply ADD COLUMN oversized INTEGER NOT NULL DEFAULT 0 CHECK (oversized >= 0);
        CREATE TABLE late_calls (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            calls INTEGER NOT NULL CHECK (calls >= 1),
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        ) WITHOUT ROWID;
        """

    /// Origins that tell of refused texts or poor batches: the condition of the index `prompt_refused`, word for word.
    static let tellsOfRefused = "(instr(origin, '\"refused\"') > 0 OR instr(origin, '\"poor_batches\"') > 0)"
}
