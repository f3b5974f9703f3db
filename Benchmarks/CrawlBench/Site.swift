import FaultServer

/// A site of linked pages, some of which its `robots.txt` closes.
struct Site {
    /// Paths that may be fetched.
    let allowed: [String]
    /// Paths that are linked and may not be.
    let disallowed: [String]

    static let robots = """
        User-agent: other
        Disallow: /

        User-agent: Sextant
        User-agent: another
        Disallow: /private/
        Allow: /private/open/
        Disallow: /*.tmp$
        """

    init(pages: Int) {
        // Some of the allowed pages are exceptions in a closed folder.
        allowed = (0..<pages).map { $0 == 0 ? "/" : $0 % 50 == 0 ? "/private/open/\($0).html" : "/page/\($0).html" }
        disallowed = (0..<(pages / 10)).map { $0 % 2 == 0 ? "/private/\($0).html" : "/page/\($0).tmp" }
    }

    /// What each path answers: pages with an `ETag`, and `robots.txt`.
    var plans: [String: Plan] {
        var plans: [String: Plan] = [
            "/robots.txt": .always(
                Behaviour(headers: [("Content-Type", "text/plain")], body: Array(Self.robots.utf8)))
        ]
        for (index, path) in allowed.enumerated() {
            plans[path] = .validated(etag: "\"v\(index)\"", page: page(index))
        }
        return plans
    }

    /// A page with links to eight others, so that all are reached in a few steps, and to closed ones.
    private func page(_ index: Int) -> Behaviour {
        var links = (1...8).map { index * 8 + $0 }.filter { $0 < allowed.count }.map { allowed[$0] }
        links += ["/", allowed[(index * 7 + 3) % allowed.count] + "?utm_source=bench#part"]
        if !disallowed.isEmpty { links.append(disallowed[index % disallowed.count]) }
        let sentences = (0..<40).map { "Sentence \($0) of page \(index) speaks of matter \(index * 31 + $0 * 7)." }
        let list = links.map { "<li><a href=\"\($0)\">\($0)</a></li>" }.joined()
        let html = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page \(index)</title></head><body>
            <article><h1>Page \(index)</h1><p>\(sentences.joined(separator: " "))</p></article>
            <ul>\(list)</ul></body></html>
            """
        return Behaviour(headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(html.utf8))
    }
}
