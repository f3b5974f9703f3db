import HTTPTransport
import Images
import Retrieval

/// Fetches images by the addresses that replies give, each checked as those of pages are. What the model's own server keeps may stand
/// at a private address, and is not redirected.
///
/// The image is paid for when its address comes, so that a fetch that fails is tried again where that helps.
struct ImageDownload: Sendable {
    private let client: ResilientClient

    /// - Parameters:
    ///   - client: sends one attempt
    ///   - connections: most requests in flight to a host
    ///   - retry: what is tried again, and how patiently
    ///   - patience: who waits when a host asks to
    ///   - onRetry: hears of each attempt that failed and is made again
    init(
        _ client: any HTTPClient, connections: Int, retry: RetryPolicy = RetryPolicy(), patience: Patience = Patience(),
        onRetry: @escaping @Sendable (RetryEvent) -> Void = { _ in }
    ) {
        self.client = ResilientClient(
            client, limits: HostLimits(maxConnections: connections), retry: retry, patience: patience, onRetry: onRetry)
    }

    /// The bytes at an address.
    ///
    /// - Parameter isOwn: whether the model's own server keeps them
    /// - Throws: `FetchError`, ``UsageError`` for an address that is not public, or `CancellationError`.
    func bytes(at address: String, isOwn: Bool) async throws -> [UInt8] {
        var policy = FetchPolicy(allowsPrivate: isOwn, maximumBytes: ImageLimits().bytes)
        if isOwn { policy.maximumRedirects = 0 }
        do {
            let result = try await SafeFetcher(client: client, policy: policy).fetch(WebURL(address), as: .image)
            guard case .page(let page) = result else { return [] }
            return page.body
        } catch FetchError.privateAddress(let host, let address) {
            throw UsageError("\(host) has the address \(address), which is not public; have it sent in base 64")
        }
    }
}
