import Foundations

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
        let plain = try unpack(bytes)
        let decoded = plain.withUnsafeBufferPointer { PageDecoder($0, contentType: contentType).text }
        let scan = decoded.withUnsafeBufferPointer {
            SourceScan($0, maximumAttributes: limits.maximumAttributes)
        }
        let data = LinkedData(scan.jsonLD)
        let tree = try TreeBuilder.parse(scan.markup, limits: limits)
        let page = PageReading(tree, data, boxed: scan.boxed).page(url: url, limits: limits)
        guard !scan.framed.isEmpty, PageReading.isPoor(page) else { return page }
        // What the page shows stands in frames.
        let whole = try TreeBuilder.parse(scan.markup + scan.framed, limits: limits)
        let filled = PageReading(whole, data, boxed: scan.boxed).page(url: url, limits: limits)
        return filled.text.utf8.count > page.text.utf8.count ? filled : page
    }

    /// The bytes of a page without its gzip packing, if it has one.
    ///
    /// - Throws: ``ExtractionError`` for damaged data and for more bytes than the limit.
    package func unpack(_ bytes: [UInt8]) throws(ExtractionError) -> [UInt8] {
        guard bytes.withUnsafeBufferPointer(Gzip.isPacked) else {
            guard bytes.count <= limits.maximumBytes else {
                throw .tooLarge(bytes: bytes.count, limit: limits.maximumBytes)
            }
            return bytes
        }
        let limit = limits.maximumBytes
        do {
            return try bytes.withUnsafeBufferPointer { buffer throws(Gzip.Fault) in
                try Gzip.unpacked(buffer, limit: limit)
            }
        } catch {
            switch error {
            case .tooLarge(let bytes): throw .tooLarge(bytes: bytes, limit: limit)
            case .damaged: throw .damagedArchive
            case .outOfMemory: throw .outOfMemory
            }
        }
    }
}
