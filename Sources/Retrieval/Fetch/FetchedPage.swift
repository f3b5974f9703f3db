import HTTPTransport

/// A server's validators for a version of a page, to ask whether there is a newer one.
package struct PageValidators: Sendable, Equatable {
    /// The `ETag` field, quotes and all.
    package var etag: String?
    /// The `Last-Modified` field.
    package var lastModified: String?

    /// Validators from a response's fields.
    package init(etag: String? = nil, lastModified: String? = nil) {
        self.etag = etag
        self.lastModified = lastModified
    }

    init(_ headers: HTTPHeaders) {
        etag = Self.clean(headers["etag"])
        lastModified = Self.clean(headers["last-modified"])
    }

    /// Nothing that could not be sent back, or is too long to be kept.
    private static func clean(_ value: String?) -> String? {
        guard let value, !value.isEmpty, value.utf8.count <= 512 else { return nil }
        return value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? value : nil
    }
}

/// A page as it came.
package struct FetchedPage: Sendable {
    /// Where it was found, after all redirects.
    package let url: WebURL
    /// The `Content-Type` field.
    package let contentType: String?
    /// The body, decompressed.
    package let body: [UInt8]
    /// Validators for the next request.
    package let validators: PageValidators
    /// The values of `X-Robots-Tag`.
    package let robotsTags: [String]
}

/// How a fetch ended well.
package enum FetchResult: Sendable {
    /// With a page.
    case page(FetchedPage)
    /// With a 304: the page at this URL is as it was.
    case unchanged(WebURL)
}
