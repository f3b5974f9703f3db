import Glibc

/// A file of a run could not be written.
package enum ReportError: Error, Equatable, CustomStringConvertible {
    /// The folder does not exist and could not be made; `reason` is the system's.
    case folder(path: String, reason: String)
    /// The file could not be created, written or renamed; `reason` is the system's.
    case file(path: String, reason: String)
    /// The disk has no room for the file.
    case diskFull(path: String)
    /// The report's own template does not parse; `reason` is the parser's.
    case template(reason: String)

    /// A folder that is to hold known files alone has another file in it.
    case strangerInFolder(path: String, name: String)

    /// zlib had no memory to pack the report's tests.
    case memory

    /// There is no such format of export.
    case unknownFormat(String, known: [String])

    /// What was wrong, where, and what to do about it.
    package var description: String {
        switch self {
        case .folder(let path, let reason):
            "can't make the folder '\(path)': \(reason); choose a folder you may write to with --output or --out"
        case .file(let path, let reason):
            "can't write '\(path)': \(reason); check who owns it, or choose another folder with --output or --out"
        case .diskFull(let path):
            "no room on the disk for '\(path)'; free some space and export the run again, its tests are in the store"
        case .strangerInFolder(let path, let name):
            "the folder '\(path)' has '\(name)' in it, which is no part of the evidence; name an empty folder, or one that "
                + "an earlier export of evidence made"
        case .unknownFormat(let name, let known):
            "unknown format '\(name)'; known: \(known.joined(separator: ", "))"
        case .memory:
            "no memory left to pack the report's tests; end other programs and write it again with sextant report"
        case .template(let reason):
            "the report's template is broken: \(reason); this is a mistake in Sextant, please report it"
        }
    }

    /// The error for a failed system call on `path`.
    static func system(_ code: Int32, path: String) -> ReportError {
        if code == ENOSPC || code == EDQUOT { return .diskFull(path: path) }
        return .file(path: path, reason: reason(code))
    }

    static func reason(_ code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        return String(cString: text)
    }
}
