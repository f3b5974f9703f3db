/// Why a file could not be taken in as a data set. Each is one line with the place and the remedy.
package enum DataSetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file can't be opened or read.
    case unreadable(file: String, reason: String)
    /// The file is not text.
    case binary(file: String, reason: String)
    /// The file is of a kind that is not read.
    case wrongKind(file: String, kind: String, remedy: String)
    /// The text is not YAML, or can't be taken as a list.
    case badYAML(file: String, line: Int, problem: String)
    /// A document that has to be read whole is too large for it.
    case tooLarge(file: String, kind: String, limit: Int, remedy: String)
    /// The compressed file is broken, or unpacks to far more than any text does.
    case badGzip(file: String, reason: String)
    /// A text is of an encoding that can't be told; `byte` is its place from 0, `name` the encoding where it shows.
    case foreignText(file: String, line: Int, byte: Int, name: String?)
    /// A quoted field never ends.
    case openQuote(file: String, line: Int)
    /// A record is longer than is read.
    case tooLong(file: String, line: Int, limit: Int)
    /// A line or document is not JSON.
    case badJSON(file: String, line: Int, problem: String)
    /// There is nothing in it.
    case empty(file: String)
    /// A column that was asked for is not there.
    case noColumn(String, file: String, known: [String])
    /// No column looks like prompts.
    case noPromptColumn(file: String, known: [String])
    /// A record is no item with a right solution.
    case badItem(file: String, line: Int, problem: String)

    /// Fault, place and remedy.
    package var description: String {
        switch self {
        case .badItem(let file, let line, let problem): "\(file):\(line): \(problem)"
        case .unreadable(let file, let reason):
            "cannot read \(file): \(reason)"
        case .binary(let file, let reason):
            "\(file) is not a text file (\(reason)); give JSON lines, JSON, CSV, YAML or plain lines, gzipped or not"
        case .wrongKind(let file, let kind, let remedy):
            "\(file) is \(kind), no list of prompts; \(remedy)"
        case .badYAML(let file, let line, let problem):
            "\(file):\(line): not readable as YAML: \(problem); mend it, or give JSON lines or CSV"
        case .tooLarge(let file, let kind, let limit, let remedy):
            "\(file) is \(kind) of more than \(limit >> 20) MiB, which has to be read whole; \(remedy)"
        case .badGzip(let file, let reason):
            "\(file): \(reason); unpack it with gzip -d and look at it"
        case .foreignText(let file, let line, let byte, let name):
            "\(file):\(line): no UTF-8 at byte \(byte), and "
                + (name.map { "it seems to be \($0); convert it: iconv -f \($0) -t UTF-8 \(file) > NEW" }
                    ?? "the encoding can't be told; convert it: iconv -f SHIFT_JIS -t UTF-8 \(file) > NEW, with the name of "
                    + "its own encoding (SHIFT_JIS, EUC-JP, GB18030, BIG5, EUC-KR, WINDOWS-1251, …)")
        case .openQuote(let file, let line):
            "\(file):\(line): a quoted field begins here and never ends; close it, or double the quotes within it"
        case .tooLong(let file, let line, let limit):
            "\(file):\(line): the record is longer than \(limit >> 20) MiB; is this the right file?"
        case .badJSON(let file, let line, let problem):
            "\(file):\(line): not valid JSON: \(problem)"
        case .empty(let file):
            "\(file) has no records"
        case .noColumn(let name, let file, let known):
            "\(file) has no column '\(name)'; it has: \(known.joined(separator: ", "))"
        case .noPromptColumn(let file, let known):
            "no column of \(file) looks like prompts; name it with --prompt-field (\(known.joined(separator: ", ")))"
        }
    }
}
