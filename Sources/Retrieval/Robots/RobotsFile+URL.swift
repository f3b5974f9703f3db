import HTTPTransport

extension RobotsFile {
    /// Whether a page may be fetched; its query counts as part of the path.
    package func allows(_ url: WebURL) -> Bool {
        allows(path: url.path + (url.query.map { "?\($0)" } ?? ""))
    }
}
