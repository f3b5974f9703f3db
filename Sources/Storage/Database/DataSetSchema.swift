/// The tables of data sets.
enum DataSetSchema {
    static let tables = """
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
}
