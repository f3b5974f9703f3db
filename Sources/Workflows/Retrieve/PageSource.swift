import Foundation
import HTTPTransport
import PageExtraction
import Retrieval

/// Where the pages of a command line come from: files and addresses.
package struct PageSource: Sendable {
    private let fetcher: SafeFetcher
    private let extractor = PageExtractor()

    /// - Parameter fetcher: how addresses are read
    package init(fetcher: SafeFetcher) {
        self.fetcher = fetcher
    }

    /// The page behind a file's path or an address.
    ///
    /// - Throws: ``PageFault`` when it can't be read, `ExtractionError` when it is no page, `CancellationError`.
    package func page(_ name: String) async throws -> ExtractedPage {
        guard Self.isAddress(name) else { return try extractor.extract(try Self.file(name)) }
        let page = try await fetched(name)
        return try extractor.extract(page.body, contentType: page.contentType, url: page.url.text)
    }

    private func fetched(_ address: String) async throws -> FetchedPage {
        do {
            guard case .page(let page) = try await fetcher.fetch(try WebURL(address)) else {
                throw PageFault("the server sent no page; check the address")
            }
            return page
        } catch let error as HTTPError {
            throw PageFault("\(error.summary); check the address")
        } catch let error as FetchError {
            throw PageFault("\(error)")
        }
    }

    /// The bytes of a file.
    package static func file(_ path: String) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw PageFault("the file can't be read; check its name and who may read it")
        }
    }

    private static func isAddress(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix("http://") || name.hasPrefix("https://")
    }
}

/// Why a page could not be brought.
package struct PageFault: Error, CustomStringConvertible {
    /// The reason, and what to do.
    package let description: String

    /// A fault with a text that says why.
    package init(_ description: String) {
        self.description = description
    }
}
