/// The tables in PostgreSQL and their history: those of ``Schema``, without pages.
///
/// Texts that models, people or files wrote are bytes in UTF-8, because PostgreSQL has no NUL in a text. Names are in the
/// collation "C", so that they are in the same order on every server.
enum PostgresSchema {
    /// A change of the tables.
    struct Migration: Sendable {
        let name: String
        let statements: [String]
    }

    /// Every change, oldest first. A migration that was released is never edited.
    static let migrations = [
        Migration(name: "runs and steps", statements: runs + steps + conversations + leases),
        Migration(name: "agents and findings asked again", statements: agents + repeats),
        Migration(name: "verdicts, labels and calibrations", statements: review + calibration),
        Migration(name: "calls and replies", statements: calls),
        Migration(name: "data sets", statements: dataSets),
        Migration(name: "nights and audit trail", statements: nights),
        Migration(
            name: "images of responses",
            statements: ["response", "turn_reply"].map { "ALTER TABLE \($0) ADD COLUMN images text" }),
        Migration(name: "workers", statements: work),
        Migration(name: "batches", statements: BatchSchema.postgres),
        Migration(name: "control responses", statements: controls),
        Migration(name: "limits of hosts", statements: limits),
        Migration(name: "fairness samples", statements: FairnessSchema.postgres),
        Migration(name: "images", statements: images),
        Migration(name: "images of prompts", statements: ["ALTER TABLE response ADD COLUMN drawn_prompt text"]),
        Migration(
            name: "open sessions",
            statements: ["ALTER TABLE run ADD COLUMN open_sessions bigint NOT NULL DEFAULT 0"]),
    ]

    private static let runs = [
        """
        CREATE TABLE run (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id text COLLATE "C" NOT NULL UNIQUE,
            started_at float8 NOT NULL,
            state text NOT NULL CHECK (state IN ('unfinished', 'finished')),
            target text COLLATE "C" NOT NULL,
            settings text NOT NULL,
            grid_id text COLLATE "C" NOT NULL,
            grid text NOT NULL,
            simulated boolean NOT NULL,
            seconds float8 NOT NULL CHECK (seconds >= 0)
        )
        """,
        "CREATE INDEX run_grid ON run (grid_id)",
        """
        CREATE TABLE verified_prompts (
            run bigint PRIMARY KEY REFERENCES run (number),
            tally text NOT NULL
        )
        """,
    ]

    /// What a target's response is made of, behind its text.
    private static let response = """
        blocked text,
        truncated boolean NOT NULL,
        model text,
        input_tokens bigint,
        output_tokens bigint,
        cost float8,
        retries text,
        cached boolean NOT NULL,
        reasoning bytea,
        milliseconds float8 NOT NULL,
        """

    /// What a verdict is made of.
    static let verdict = """
        label text NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
        behaviour text NOT NULL,
        oracle text COLLATE "C" NOT NULL,
        confidence float8 CHECK (confidence BETWEEN 0 AND 1),
        reason bytea NOT NULL,
        """

    /// The indexes are for the counts of a run, which read no response.
    private static let steps = [
        """
        CREATE TABLE planned_test (
            run bigint NOT NULL REFERENCES run (number),
            ordinal bigint NOT NULL CHECK (ordinal >= 0),
            round bigint NOT NULL CHECK (round >= 0),
            cell bigint NOT NULL CHECK (cell >= 0),
            selection text NOT NULL CHECK (selection IN ('floor', 'closing', 'uniform', 'adaptive')),
            probability float8,
            parts text,
            lease_owner text,
            lease_expires float8,
            PRIMARY KEY (run, ordinal)
        ) WITH (fillfactor = 80)
        """,
        """
        CREATE TABLE prompt (
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            text bytea NOT NULL,
            origin text NOT NULL,
            milliseconds float8 NOT NULL,
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        )
        """,
        "CREATE INDEX prompt_refused ON prompt (run) WHERE \(tellsOfRefused)",
        """
        CREATE TABLE response (
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            text bytea NOT NULL,
            \(response)
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES prompt (run, ordinal)
        )
        """,
        "CREATE INDEX response_blocked ON response (run) WHERE blocked IS NOT NULL",
        "CREATE INDEX response_simulated ON response (run) WHERE model LIKE 'simulated/%'",
        """
        CREATE TABLE verdict (
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            \(verdict)
            details text,
            grade text,
            milliseconds float8 NOT NULL,
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES response (run, ordinal)
        )
        """,
        """
        CREATE TABLE failure (
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            stage text NOT NULL,
            reason bytea NOT NULL,
            retryable boolean NOT NULL,
            refused text,
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        )
        """,
        """
        CREATE TABLE past_failure (
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            number bigint NOT NULL,
            stage text NOT NULL,
            reason bytea NOT NULL,
            PRIMARY KEY (run, ordinal, number),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        )
        """,
    ]

    private static let agents = [
        """
        CREATE TABLE late_calls (
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            calls bigint NOT NULL CHECK (calls >= 1),
            PRIMARY KEY (run, ordinal),
            FOREIGN KEY (run, ordinal) REFERENCES planned_test (run, ordinal)
        )
        """
    ]

    private static let repeats = [
        """
        CREATE TABLE repeated_test (
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            attempt bigint NOT NULL CHECK (attempt >= 0),
            response bytea NOT NULL,
            \(verdict)
            details text,
            grade text,
            PRIMARY KEY (run, ordinal, attempt),
            FOREIGN KEY (run, ordinal) REFERENCES response (run, ordinal)
        )
        """
    ]

    /// Origins that tell of refused texts or poor batches: the condition of the index `prompt_refused`, word for word.
    static let tellsOfRefused =
        "(position('\"refused\"' IN origin) > 0 OR position('\"poor_batches\"' IN origin) > 0)"

    private static let conversations = [
        """
        CREATE TABLE turn_reply (
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            turn bigint NOT NULL CHECK (turn >= 0),
            reply bigint NOT NULL CHECK (reply >= 0),
            purpose text NOT NULL CHECK (purpose IN ('conversation', 'control', 'branch')),
            "user" bytea CHECK (("user" IS NULL) = (reply > 0)),
            text bytea NOT NULL,
            calls bytea,
            refused bigint NOT NULL CHECK (refused >= 0),
            oversized bigint NOT NULL CHECK (oversized >= 0),
            parent bigint CHECK (parent >= 0),
            \(response)
            PRIMARY KEY (run, ordinal, turn, reply),
            FOREIGN KEY (run, ordinal) REFERENCES prompt (run, ordinal)
        )
        """
    ]

    /// A writer's last transactions, by which it finds out after a lost connection whether the one under way was committed;
    /// and the guard of every step. A lease is taken over by an update, which waits for whoever shares the row.
    private static let leases = [
        """
        CREATE TABLE commit_mark (
            owner text NOT NULL,
            slot bigint NOT NULL,
            number bigint NOT NULL,
            time float8 NOT NULL,
            PRIMARY KEY (owner, slot)
        ) WITH (fillfactor = 50)
        """,
        """
        CREATE FUNCTION require_lease(of_run bigint, of_ordinals bigint[], of_owner text) RETURNS void
        LANGUAGE plpgsql AS $$
        DECLARE
            held bigint;
        BEGIN
            PERFORM 1 FROM planned_test
                WHERE run = of_run AND ordinal = ANY (of_ordinals) AND lease_owner = of_owner ORDER BY ordinal FOR SHARE;
            GET DIAGNOSTICS held = ROW_COUNT;
            IF held < cardinality(of_ordinals) THEN
                RAISE EXCEPTION '%', (
                    SELECT min(o) FROM unnest(of_ordinals) o WHERE NOT EXISTS (
                        SELECT 1 FROM planned_test WHERE run = of_run AND ordinal = o AND lease_owner = of_owner))
                    USING ERRCODE = '\(leaseLost)';
            END IF;
        END
        $$
        """,
    ]

    /// The code of the error for a test that somebody else has; its message is the test's ordinal.
    static let leaseLost = "SX001"
}
