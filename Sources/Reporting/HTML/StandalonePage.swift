import Foundations

/// A page in one file that loads nothing: its style and its script stand in it, and its policy allows no other.
struct StandalonePage {
    /// As plain text.
    let title: String
    /// What follows the report's style.
    var css = ""
    /// The only script; nil for none.
    var script: String?
    /// HTML between the tags of the body.
    let body: String

    /// The file; equal pages give equal texts.
    var html: String {
        let style = ReportStyle.css + css
        let element = script.map { "<script>\($0)</script>\n" } ?? ""
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy(style))">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="robots" content="noindex">
            <title>\(HTML(title).text)</title>
            <style>\(style)</style>
            </head>
            <body>
            \(body)
            \(element)</body>
            </html>

            """
    }

    private func policy(_ style: String) -> String {
        let sources = [("style-src", style), ("script-src", script)].compactMap { name, text in
            text.map { "\(name) 'sha256-\(SHA256.base64(of: Array($0.utf8)))'; " }
        }
        return "default-src 'none'; \(sources.joined())base-uri 'none'; form-action 'none'"
    }
}
