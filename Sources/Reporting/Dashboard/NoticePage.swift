/// A page that says why there is nothing else.
package struct NoticePage {
    private struct Values {
        let title: HTML
        let text: HTML
    }

    private let values: Values

    /// A page.
    ///
    /// - Parameters:
    ///   - title: what happened, in a few words
    ///   - text: what to do
    package init(title: String, text: String) {
        values = Values(title: HTML(title), text: HTML(text))
    }

    /// The page.
    ///
    /// - Throws: ``ReportError/template(reason:)``.
    package func bytes() throws(ReportError) -> [UInt8] {
        try DashboardFrame.page("<h1>{{{title}}}</h1>\n<p>{{{text}}}</p>", script: nil, values)
    }
}
