/// The tables of further verdicts, labels and calibrations.
extension PostgresSchema {
    static let review = [
        """
        CREATE TABLE further_verdict (
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            \(verdict)
            details text,
            grade text,
            milliseconds float8 NOT NULL,
            PRIMARY KEY (run, ordinal, oracle),
            FOREIGN KEY (run, ordinal) REFERENCES response (run, ordinal)
        )
        """,
        """
        CREATE TABLE further_oracle (
            run bigint NOT NULL REFERENCES run (number),
            oracle text COLLATE "C" NOT NULL,
            classifier_weights text NOT NULL,
            PRIMARY KEY (run, oracle)
        )
        """,
        """
        CREATE TABLE human_label (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run bigint NOT NULL,
            ordinal bigint NOT NULL,
            annotator text NOT NULL,
            label text NOT NULL CHECK (label IN ('safe', 'unsafe', 'unknown')),
            control boolean NOT NULL,
            time float8 NOT NULL,
            FOREIGN KEY (run, ordinal) REFERENCES response (run, ordinal)
        )
        """,
        "CREATE INDEX human_label_run ON human_label (run, number)",
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'a row of % is never changed or deleted', TG_TABLE_NAME;
        END
        $$
        """,
        guarded("human_label"),
    ]

    static func guarded(_ table: String) -> String {
        """
        CREATE TRIGGER \(table)_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON \(table)
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """
    }

    static let calibration = [
        """
        CREATE TABLE oracle_calibration (
            oracle text COLLATE "C" PRIMARY KEY,
            true_positives bigint NOT NULL CHECK (true_positives >= 0),
            false_negatives bigint NOT NULL CHECK (false_negatives >= 0),
            true_negatives bigint NOT NULL CHECK (true_negatives >= 0),
            false_positives bigint NOT NULL CHECK (false_positives >= 0),
            band_low float8,
            band_high float8,
            source text NOT NULL,
            classifier_weights text
        )
        """,
        """
        CREATE TABLE jury_weights (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            jury text COLLATE "C" NOT NULL,
            weights text NOT NULL,
            method text NOT NULL,
            count bigint NOT NULL CHECK (count >= 1),
            time float8 NOT NULL
        )
        """,
        "CREATE INDEX jury_weights_jury ON jury_weights (jury, number)",
    ]
}
