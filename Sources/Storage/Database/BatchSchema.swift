/// The table of batches, and what they saved.
enum BatchSchema {
    /// A batch is kept before it is sent. `saved` is null for what was asked at once.
    static let tables = """
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
        ALTER TABLE response ADD COLUMN saved REAL;
        ALTER TABLE turn_reply ADD COLUMN saved REAL;
        ALTER TABLE model_call ADD COLUMN saved REAL;
        """

    /// The same in PostgreSQL.
    static let postgres = [
        """
        CREATE TABLE model_batch (
            run bigint NOT NULL REFERENCES run (number),
            name text COLLATE "C" NOT NULL,
            role text NOT NULL,
            provider text NOT NULL,
            id text,
            state text NOT NULL CHECK (state IN ('sending', 'sent', 'ended', 'cancelled', 'lost')),
            sent_at float8 NOT NULL,
            tests text NOT NULL,
            PRIMARY KEY (run, name)
        )
        """,
        "ALTER TABLE response ADD COLUMN saved float8",
        "ALTER TABLE turn_reply ADD COLUMN saved float8",
        "ALTER TABLE model_call ADD COLUMN saved float8",
    ]
}
