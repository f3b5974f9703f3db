/// The tables of processes that share the work on a run.
extension PostgresSchema {
    /// The images of a run or, under a name that no run has, of all data sets.
    static let images = [
        """
        CREATE TABLE image (
            shelf text COLLATE "C" NOT NULL,
            digest text COLLATE "C" NOT NULL,
            content bytea NOT NULL,
            PRIMARY KEY (shelf, digest)
        )
        """
    ]

    /// A test without a lease waits for somebody; one that is done keeps the name of who did it, and no time.
    static let work = [
        "CREATE INDEX planned_test_waiting ON planned_test (run, ordinal) WHERE lease_owner IS NULL",
        "CREATE INDEX planned_test_leased ON planned_test (run, lease_expires) WHERE lease_expires IS NOT NULL",
        """
        CREATE TABLE worker (
            run bigint NOT NULL REFERENCES run (number),
            name text COLLATE "C" NOT NULL,
            planner boolean NOT NULL,
            seeds text,
            began_at float8 NOT NULL,
            last_seen float8 NOT NULL,
            connections bigint NOT NULL CHECK (connections >= 0),
            tests bigint NOT NULL CHECK (tests >= 0),
            rate float8 NOT NULL,
            cost float8 NOT NULL,
            tokens bigint NOT NULL,
            draining boolean NOT NULL,
            gone boolean NOT NULL,
            PRIMARY KEY (run, name)
        ) WITH (fillfactor = 50)
        """,
        """
        CREATE TABLE cap_reached (
            run bigint PRIMARY KEY REFERENCES run (number),
            kind text NOT NULL CHECK (kind IN ('cost', 'tokens')),
            spent float8 NOT NULL,
            cap float8 NOT NULL
        )
        """,
    ]
}
