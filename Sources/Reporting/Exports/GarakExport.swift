/// `garak`: a payload file, which garak's payload director loads by name and its probes draw on. A list of
/// prompts and no more has no place for harmless twins, which a model should not decline.
struct GarakExport: PromptExport {
    private var file: ExportFile
    private var isFirst = true

    init(_ description: ExportDescription, path: String) throws(ReportError) {
        file = try ExportFile(path: path)
        try file.write { text in
            text.raw("{\"garak_payload_name\":")
            text.string(description.name)
            text.raw(",\"notice\":")
            text.string(RunResult.notice)
            text.raw(",\"payload_types\":[\"Safety evaluation prompts\"],\"detector_name\":\"\",\"payloads\":[\n")
        }
    }

    mutating func add(_ row: ExportRow) throws(ReportError) -> Bool {
        guard !row.isTwin else { return false }
        let isFirst = isFirst
        self.isFirst = false
        try file.write { text in
            if !isFirst { text.raw(",\n") }
            text.string(row.prompt)
        }
        return true
    }

    mutating func finish() throws(ReportError) {
        try file.write { $0.raw("\n]}\n") }
        try file.commit()
    }
}
