import Foundation
import HTTPTransport
import SafetyGrid
import Storage

/// Fetches the pages of a new hazard and binds them to it.
package struct HazardPages {
    /// Pages at an address.
    package let addresses: [String]
    private var request: RetrieveRequest

    /// Sorts the pages into addresses and files, before anything is written; nil when there are none.
    ///
    /// - Parameters:
    ///   - value: the hazard
    ///   - request: how pages are fetched
    /// - Throws: ``UsageError`` for a page that is neither an address nor a file.
    package init?(_ value: DimensionValue, _ request: RetrieveRequest) throws {
        guard let pages = value.pages, !pages.isEmpty else { return nil }
        addresses = pages.filter(Self.isAddress)
        let files = pages.filter { !Self.isAddress($0) }
        for file in files where !FileManager.default.fileExists(atPath: file) {
            throw UsageError(
                "--page '\(file)' is neither an address that begins with http:// or https:// nor a file that is there")
        }
        for address in addresses where (try? WebURL(address)) == nil {
            throw UsageError("--page '\(Redaction.url(address))' is not an address; write it out, with https://")
        }
        self.request = request
        self.request.hazards = [value.id]
        self.request.pages = addresses
        self.request.localPages = files
    }

    /// Fetches and keeps them.
    ///
    /// - Throws: ``StoreError``, ``ConfigurationError``.
    package func fetch(attendant: any Attendant) async throws -> RetrieveSession.Result {
        let library = try request.checked()
        let store = try SQLiteStore.openForWriting(request.places.store.pages)
        return try await RetrieveSession(request, library: library, store: store, attendant: attendant).execute()
    }

    private static func isAddress(_ page: String) -> Bool {
        let page = page.lowercased()
        return page.hasPrefix("http://") || page.hasPrefix("https://")
    }
}
