/// The tables of calls, data sets and nights, and of the audit trail.
extension PostgresSchema {
    static let calls = [
        """
        CREATE TABLE model_call (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run bigint NOT NULL REFERENCES run (number),
            role text NOT NULL,
            model text NOT NULL,
            label text NOT NULL,
            input_tokens bigint,
            output_tokens bigint,
            cost float8,
            cached boolean NOT NULL,
            retries text,
            milliseconds float8 NOT NULL
        )
        """,
        "CREATE INDEX model_call_run ON model_call (run)",
        """
        CREATE TABLE cached_reply (
            key text COLLATE "C" PRIMARY KEY,
            model text NOT NULL,
            reply bytea NOT NULL
        )
        """,
    ]

    /// Responses that are labelled again each night. They outlive the runs that they come from.
    static let controls = [
        """
        CREATE TABLE control_response (
            oracle text COLLATE "C" NOT NULL,
            number bigint NOT NULL CHECK (number >= 0),
            content text NOT NULL,
            PRIMARY KEY (oracle, number)
        )
        """,
        """
        CREATE TABLE control_label (
            night text COLLATE "C" NOT NULL,
            oracle text COLLATE "C" NOT NULL,
            number bigint NOT NULL,
            label text NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
            PRIMARY KEY (night, oracle, number),
            FOREIGN KEY (oracle, number) REFERENCES control_response (oracle, number)
        )
        """,
        """
        CREATE TABLE control_check (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            night text COLLATE "C" NOT NULL,
            oracle text COLLATE "C" NOT NULL,
            reference text,
            compared bigint NOT NULL CHECK (compared >= 0),
            to_unsafe bigint NOT NULL CHECK (to_unsafe >= 0),
            to_safe bigint NOT NULL CHECK (to_safe >= 0),
            p_value float8 NOT NULL CHECK (p_value BETWEEN 0 AND 1),
            moved boolean NOT NULL,
            UNIQUE (night, oracle)
        )
        """,
    ]

    static let dataSets = [
        """
        CREATE TABLE data_set (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text COLLATE "C" NOT NULL UNIQUE,
            digest text NOT NULL,
            role text NOT NULL CHECK (role IN ('existing', 'tests')),
            origin text NOT NULL,
            prompt_field text,
            category_field text,
            grid text NOT NULL,
            created_at float8 NOT NULL,
            rows bigint NOT NULL,
            complete boolean NOT NULL
        )
        """,
        """
        CREATE TABLE data_set_row (
            data_set bigint NOT NULL REFERENCES data_set (number),
            ordinal bigint NOT NULL CHECK (ordinal >= 0),
            text bytea NOT NULL,
            labels text NOT NULL,
            category text,
            confidence float8 CHECK (confidence BETWEEN 0 AND 1),
            fields bytea NOT NULL,
            PRIMARY KEY (data_set, ordinal)
        )
        """,
    ]

    static let nights = [
        """
        CREATE TABLE night (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run text COLLATE "C" NOT NULL UNIQUE,
            phase text NOT NULL CHECK (phase IN ('refresh', 'retest', 'run', 'write', 'rotate', 'done')),
            started_at float8 NOT NULL,
            deadline float8,
            last_run text,
            passed boolean
        )
        """,
        """
        CREATE TABLE retest (
            night text COLLATE "C" NOT NULL REFERENCES night (run),
            run text COLLATE "C" NOT NULL,
            ordinal bigint NOT NULL,
            attempt bigint NOT NULL CHECK (attempt >= 0),
            response bytea NOT NULL,
            \(verdict)
            PRIMARY KEY (night, run, ordinal, attempt)
        )
        """,
        """
        CREATE TABLE audit (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            time float8 NOT NULL,
            "user" text NOT NULL,
            host text NOT NULL,
            command text NOT NULL,
            run text NOT NULL,
            target text NOT NULL
        )
        """,
        guarded("audit"),
    ]
}
