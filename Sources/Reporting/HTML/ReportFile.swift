import Mustache

/// The report of a run as one self-contained HTML file: no script, nothing from the network, readable in any browser.
package struct ReportFile: Sendable {
    /// Name of the file in the run's folder.
    package static let name = "report.html"

    private let statistics: RunStatistics

    /// The report on a run's statistics.
    package init(_ statistics: RunStatistics) {
        self.statistics = statistics
    }

    /// The bytes of the file; equal statistics give equal bytes.
    ///
    /// - Throws: ``ReportError/template(reason:)``, which is a mistake in this module.
    package func bytes() throws(ReportError) -> [UInt8] {
        let template: MustacheTemplate
        do {
            template = try MustacheTemplate(string: ReportTemplate.page)
        } catch {
            throw ReportError.template(reason: "\(error)")
        }
        return Array(template.render(ReportPage(statistics)).utf8)
    }
}
