/// The limits of hosts that the processes of a run share.
extension PostgresSchema {
    /// What is left of the requests and tokens a minute, as of a time; how many requests may be in flight of all processes
    /// together, once a host rejected one, and since when; and when a rate limit last rejected one.
    static let limits = [
        """
        CREATE TABLE host_limit (
            run bigint NOT NULL REFERENCES run (number),
            host text COLLATE "C" NOT NULL,
            requests float8 NOT NULL,
            tokens float8 NOT NULL,
            refilled_at float8 NOT NULL,
            slots float8 CHECK (slots >= 1),
            cut_at float8,
            throttled_at float8,
            PRIMARY KEY (run, host)
        ) WITH (fillfactor = 50)
        """
    ]
}
