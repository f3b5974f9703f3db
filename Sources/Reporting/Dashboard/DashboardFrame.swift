import Mustache

/// The frame around all pages of the dashboard. They load style and script from the server itself, and have neither
/// inline: the content policy allows no other.
enum DashboardFrame {
    /// A page whose `main` is `content`, a template of ``HTML`` values in triple braces.
    ///
    /// - Throws: ``ReportError/template(reason:)``, which is a mistake in this module.
    static func page(_ content: String, script: DashboardAsset?, _ values: Any) throws(ReportError) -> [UInt8] {
        let element = script.map { "<script src=\"\($0.path)\" defer></script>" } ?? ""
        let text = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{{{title}}} · Sextant</title>
            <link rel="stylesheet" href="\(DashboardAsset.style.path)">
            \(element)
            </head>
            <body>
            <p class="notice" role="note">\(RunResult.notice)</p>
            <main>
            \(content)
            </main>
            </body>
            </html>

            """
        do {
            return Array(try MustacheTemplate(string: text).render(values).utf8)
        } catch {
            throw ReportError.template(reason: "\(error)")
        }
    }
}
