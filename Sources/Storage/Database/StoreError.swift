/// Why the store could not do something. Each is one line that names the remedy.
package enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another process writes to the store.
    case busy(path: String, process: String)
    /// There is no store in the folder that was named.
    case noStore(path: String)
    /// No run has this id; `known` are the newest that exist.
    case noSuchRun(String, known: [String])
    /// The run has no test with this number.
    case noSuchTest(run: String, ordinal: Int)
    /// There is no data set of that name; `known` are those that exist.
    case noSuchDataSet(String, known: [String])
    /// A data set of that name is there already.
    case dataSetExists(String)
    /// Another process has taken the test over.
    case leaseLost(run: String, ordinal: Int)
    /// The step was recorded before, or comes before the one it builds on.
    case stepRefused(run: String, ordinal: Int, detail: String)
    /// The file is no SQLite database or is damaged.
    case corrupt(path: String, detail: String)
    /// The file was written by a newer Sextant.
    case newerSchema(path: String)
    /// No room is left.
    case diskFull(path: String)
    /// The folder or file must not be written.
    case notWritable(path: String, detail: String)
    /// The database can't be reached, or lets nobody in.
    case unreachable(url: String, detail: String)
    /// Another process plans the run.
    case runBusy(run: String, process: String)
    /// Another process does a night.
    case nightBusy(url: String)
    /// Any other failure of the file system or the database.
    case unusable(path: String, detail: String)

    /// The fault and the remedy.
    package var description: String {
        switch self {
        case .busy(let path, let process):
            "the store \(path) is in use by \(process); wait for it, stop it, or choose another folder with --output"
        case .noStore(let path):
            "there is no store \(path); begin a run with 'sextant run', or name its \(Self.place(path))"
        case .noSuchRun(let id, let known) where known.isEmpty:
            "there is no run '\(id)': the store has none yet; begin one with 'sextant run'"
        case .noSuchRun(let id, let known):
            "there is no run '\(id)'; the newest are \(known.joined(separator: ", ")); 'sextant runs' lists all"
        case .noSuchTest(let run, let ordinal):
            "the run \(run) has no test \(ordinal); its tests.jsonl lists all"
        case .noSuchDataSet(let name, let known) where known.isEmpty:
            "there is no data set '\(name)': the store has none yet; take one in with 'sextant import'"
        case .noSuchDataSet(let name, let known):
            "there is no data set '\(name)'; there are \(known.joined(separator: ", "))"
        case .dataSetExists(let name):
            "a data set '\(name)' with other content is in the store; give --name another name, or replace it with "
                + "--replace"
        case .leaseLost(let run, let ordinal):
            "test \(ordinal) of run \(run) was taken over by another process; let that one finish"
        case .stepRefused(let run, let ordinal, let detail):
            "a step of test \(ordinal) of run \(run) was refused by the store: \(detail)"
        case .corrupt(let path, let detail):
            "the store \(path) is damaged (\(detail)); move it away to begin a new one: the exports beside it stay"
        case .newerSchema(let path):
            "the store \(path) was written by a newer sextant; update sextant or choose another \(Self.place(path))"
        case .diskFull(let path):
            "no room is left for the store \(path); free some and go on with 'sextant resume': nothing stored is lost"
        case .notWritable(let path, let detail):
            "the store \(path) can't be written (\(detail)); change its permissions or choose another \(Self.place(path))"
        case .unreachable(let url, let detail):
            "the store \(url) can't be reached (\(detail)); check that PostgreSQL runs there and has this database, and "
                + "the password in PGPASSWORD or ~/.pgpass"
        case .runBusy(let run, let process):
            "the run \(run) is worked on by \(process); wait for it or stop it"
        case .nightBusy(let url):
            "another process does a night in the store \(url); wait for it or stop it"
        case .unusable(let path, let detail):
            "the store \(path) can't be used: \(detail)"
        }
    }

    /// How another store than the one at `path` is chosen.
    private static func place(_ path: String) -> String {
        path.contains("://") ? "database with --store" : "folder with --output"
    }
}
