/// The tables of verdicts beside those of runs: of further oracles, of people, and of what is known of oracles.
enum OracleSchema {
    /// Labels and weights are only ever added, and a row that is there is never changed.
    static let review = """
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

    static let calibration = """
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

    static let classifierWeights = """
        ALTER TABLE oracle_calibration ADD COLUMN classifier_weights TEXT;
        CREATE TABLE further_oracle (
            run INTEGER NOT NULL REFERENCES run (number),
            oracle TEXT NOT NULL,
            classifier_weights TEXT NOT NULL,
            PRIMARY KEY (run, oracle)
        ) WITHOUT ROWID;
        """
}
