import Analysis

extension PassageLink {
    /// Whether the address may become a link: http or https, printable, and not too long.
    var isLinkable: Bool {
        let lowered = url.prefix(8).lowercased()
        return (lowered.hasPrefix("http://") || lowered.hasPrefix("https://")) && url.utf8.count <= Self.longestURL
            && url.unicodeScalars.allSatisfy { $0.value > 0x20 && !$0.isDeceptive && !$0.properties.isWhitespace }
    }

    /// A link that tells the page nothing of the report, or the bare text.
    var html: HTML {
        let label = HTML.shortened(title.isEmpty ? url : title, to: 160).html.text
        guard isLinkable else { return HTML(markup: label) }
        return HTML(markup: "<a href=\"\(HTML(url).text)\" rel=\"noopener noreferrer\">\(label)</a>")
    }
}
