/// The table of the images that neutral prompts gave. A row is replaced when a judge has looked at its image.
enum FairnessSchema {
    static let tables = """
        CREATE TABLE fairness_sample (
            run INTEGER NOT NULL REFERENCES run (number),
            prompt TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 0),
            content TEXT NOT NULL,
            PRIMARY KEY (run, prompt, number)
        ) WITHOUT ROWID;
        """

    /// The same in PostgreSQL.
    static let postgres = [
        """
        CREATE TABLE fairness_sample (
            run bigint NOT NULL REFERENCES run (number),
            prompt text COLLATE "C" NOT NULL,
            number bigint NOT NULL CHECK (number >= 0),
            content text NOT NULL,
            PRIMARY KEY (run, prompt, number)
        )
        """
    ]
}
