import Foundation
import HTTPTransport
import Retrieval

/// Where the pages of a command line come from: files and addresses.
struct PageSource: Sendable {
    /// Brings the page at an address.
    typealias Fetch = @Sendable (_ url: String) async throws -> HTTPResponse

    private let fetch: Fetch
    private let extractor = PageExtractor()

    /// - Parameter fetch: how addresses are read
    init(fetch: @escaping Fetch = PageSource.plainFetch) {
        self.fetch = fetch
    }

    /// The page behind a file's path or an address.
    ///
    /// - Throws: ``PageFault`` when it can't be read, `ExtractionError` when it is no page.
    func page(_ name: String) async throws -> ExtractedPage {
        guard Self.isAddress(name) else { return try extractor.extract(try Self.file(name)) }
        let response: HTTPResponse
        do {
            response = try await fetch(name)
        } catch let error as HTTPError {
            throw PageFault("\(error.summary); check the address and the network")
        }
        guard response.isSuccess else { throw PageFault("the server answered \(response.status); check the address") }
        return try extractor.extract(response.body, contentType: response.headers["content-type"], url: name)
    }

    /// The bytes of a file.
    static func file(_ path: String) throws -> [UInt8] {
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

    private static let plainFetch: Fetch = { url in
        try await CurlClient().send(
            HTTPRequest(
                url: url, headers: ["Accept": "text/html,application/xhtml+xml,text/plain"],
                options: TransferOptions(totalTimeout: .seconds(30), maxResponseBytes: 20 << 20)))
    }
}

/// Why a page could not be brought.
struct PageFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
