import Records
import Retrieval
import Workflows

extension RetrieveRequest {
    /// What the file says of fetching, with no page named yet.
    ///
    /// - Parameter version: the program's, which every request names
    package init(_ file: ConfigurationFile, places: Places, version: String) {
        let set = file.pages
        self.init(
            crawl: CrawlOptions(
                depth: set.depth ?? 0, maximumPages: set.maxPages ?? 200, sameHost: set.sameHost ?? false,
                maximumAge: set.maxAge?.seconds ?? 0, delay: set.delay ?? 1,
                connectionsPerHost: set.connectionsPerHost ?? 1, maximumTime: set.maxTime?.seconds),
            policy: set.policy(version: version),
            embedder: EmbedderChoice(model: nil, baseURL: nil, settings: set), places: places)
        keep = set.keep?.seconds
        keepPublished = set.keepPublished?.seconds
        searchWith = set.searchWith
        caBundle = file.request.connection.caBundle
    }
}

extension PageSettings {
    /// Which addresses are fetched, and what every request says of who asks.
    package func policy(version: String) -> FetchPolicy {
        FetchPolicy(
            userAgent: FetchPolicy.userAgent(version: version, contact: contact), allowsPrivate: allowPrivate ?? false)
    }
}

extension EmbedderChoice {
    /// A flag's model, else that below `pages:` in `sextant.yaml`, else none.
    package init(model: String?, baseURL: String?, settings: PageSettings) {
        self.init(model: model ?? settings.embedder, baseURL: baseURL ?? settings.embedderBaseURL)
    }
}
