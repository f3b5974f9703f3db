import Analysis
import Mustache

/// The report of a run as one self-contained HTML file: nothing from the network, its own script only, readable in any
/// browser and without a script but for the list of all tests.
package struct ReportFile: Sendable {
    /// Name of the file in the run's folder.
    package static let name = "report.html"

    /// Parsed once for all reports of a process, a template a piece of the page.
    private static let templates = Result { try ReportTemplate.pieces.map { try MustacheTemplate(string: $0) } }

    /// Parses the templates, so that the first report need not wait for them.
    package static func prepare() { _ = templates }

    private let analysis: RunAnalysis
    private let tests: TestBlocks?
    private let pictures: PagePictures

    /// The report on a run, without the list of all tests.
    package init(_ analysis: RunAnalysis) {
        self.init(analysis, tests: nil)
    }

    init(_ analysis: RunAnalysis, tests: TestBlocks?, pictures: PagePictures = PagePictures()) {
        self.pictures = pictures
        self.analysis = analysis
        self.tests = tests
    }

    /// The bytes of the file; equal analyses give equal bytes.
    ///
    /// - Throws: ``ReportError/template(reason:)``, which is a mistake in this module; ``ReportError/memory``.
    package func bytes() throws(ReportError) -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachPart { bytes += $0 }
        return bytes
    }

    /// Writes the file a part at a time: the tests are most of it.
    ///
    /// - Throws: ``ReportError``.
    func write(to path: String) throws(ReportError) {
        let file = try OutputFile(path: path)
        try forEachPart { part throws(ReportError) in try file.write(part) }
        try file.commit()
    }

    private func forEachPart(_ body: ([UInt8]) throws(ReportError) -> Void) throws(ReportError) {
        let templates: [MustacheTemplate]
        do {
            templates = try Self.templates.get()
        } catch {
            throw ReportError.template(reason: "\(error)")
        }
        let page = ReportPage(analysis, tests: tests, pictures: pictures)
        let values = TemplateValues.of(page) ?? page
        for template in templates { try body(Array(template.render(values).utf8)) }
        if var tests {
            for block in try tests.finish() {
                try body(Array(ReportTemplate.blockStart.utf8))
                try body(block)
                try body(Array("</script>\n".utf8))
            }
        }
        try body(Array("<script>\(ReportScript.text)</script>\n</body>\n</html>\n".utf8))
    }
}
