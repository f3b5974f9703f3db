/// The content notice of artefacts that have no place for one in themselves: a text file beside them.
package enum ContentNotice {
    /// Name of the file in a run's folder.
    static let name = "NOTICE.txt"

    /// Writes it beside an exported file, under that file's name with `.NOTICE.txt` at its end.
    ///
    /// - Throws: ``ReportError``.
    package static func write(beside path: String, isSimulated: Bool) throws(ReportError) {
        try OutputFile.write(bytes(isSimulated: isSimulated), to: "\(path).\(name)")
    }

    /// Writes it into a run's folder.
    ///
    /// - Throws: ``ReportError``.
    static func write(into folder: String, isSimulated: Bool) throws(ReportError) {
        try OutputFile.write(bytes(isSimulated: isSimulated), to: "\(folder)/\(name)")
    }

    private static func bytes(isSimulated: Bool) -> [UInt8] {
        let simulated = "The target is simulated: a stand-in, whose responses say nothing about a real model.\n"
        return Array("\(RunResult.notice)\n\(isSimulated ? simulated : "")".utf8)
    }
}
