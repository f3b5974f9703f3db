import Foundations
import HTTPTransport
import SafetyGrid

/// The feeds of `Seeds/feeds/*.yaml`, by hazard.
///
/// ```yaml
/// id: public
/// title: Public-interest feeds
/// feeds:
///   privacy_violation:
///     - title: Example regulator, news
///       url: https://regulator.example/news.xml
/// ```
package struct FeedSeeds: Sendable {
    /// One feed.
    package struct Entry: Sendable, Equatable {
        /// The feed's publisher and subject.
        package let title: String
        /// Its address.
        package let url: String
    }

    /// Feeds by hazard, in order of file and line.
    package let byHazard: [String: [Entry]]

    /// Reads every file below `feeds` in a folder of seeds; none when there is no such folder.
    ///
    /// - Throws: `ConfigurationError` with file and line.
    package init(seeds: String) throws(ConfigurationError) {
        var byHazard: [String: [Entry]] = [:]
        for file in try SeedLibrary.files(in: "\(seeds)/feeds") {
            let read = try Self.read(text: SeedLibrary.text(of: file), file: file)
            for (hazard, feeds) in read { byHazard[hazard, default: []] += feeds }
        }
        self.byHazard = byHazard
    }

    /// Reads one file.
    ///
    /// - Throws: `ConfigurationError` with file and line.
    package static func read(text: String, file: String) throws(ConfigurationError) -> [(
        hazard: String, feeds: [Entry]
    )] {
        let root = try YAMLValue(text: text, file: file).mapping(allowing: ["id", "title", "feeds"])
        _ = try root.text("id")
        _ = try root.text("title")
        var all: [(hazard: String, feeds: [Entry])] = []
        for (hazard, value) in try root.required("feeds").mapping().pairs {
            var feeds: [Entry] = []
            for item in try value.list() { feeds.append(try entry(item, among: feeds)) }
            guard !feeds.isEmpty else { throw value.invalid("'\(hazard)' has no feed; leave the key out") }
            all.append((hazard, feeds))
        }
        return all
    }

    private static func entry(_ value: YAMLValue, among others: [Entry]) throws(ConfigurationError) -> Entry {
        let mapping = try value.mapping(allowing: ["title", "url"])
        let url = try mapping.text("url")
        guard (try? WebURL(url)) != nil else { throw value.invalid("'\(url)' is not an http or https URL") }
        guard !others.contains(where: { $0.url == url }) else { throw value.invalid("'\(url)' is listed twice") }
        return Entry(title: try mapping.text("title"), url: url)
    }
}
