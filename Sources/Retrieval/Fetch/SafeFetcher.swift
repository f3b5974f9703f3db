import HTTPTransport

/// Fetches what others name: every address is checked after the look-up and is the one connected to, redirects are
/// followed by hand with the same checks, and size, time and content type are bounded.
///
/// It sends no cookie, no credentials (a user name in a URL is dropped) and no `Referer`, so that no redirect can carry one away.
///
/// ```swift
/// let fetcher = SafeFetcher(client: try CurlClient(), policy: FetchPolicy(userAgent: agent))
/// if case .page(let page) = try await fetcher.fetch(WebURL("https://example.org/")) { use(page.body) }
/// ```
package struct SafeFetcher: Sendable {
    /// The limits it keeps.
    package let policy: FetchPolicy
    private let client: any HTTPClient
    private let addresses: AddressGuard

    /// How many addresses of a host are tried.
    private static let addressLimit = 3

    /// - Parameters:
    ///   - client: sends each request; must honour `TransferOptions.pinnedAddress`.
    ///   - resolver: looks names up.
    ///   - policy: the limits.
    package init(
        client: any HTTPClient, resolver: any HostResolver = SystemResolver(), policy: FetchPolicy = FetchPolicy()
    ) {
        self.client = client
        self.policy = policy
        addresses = AddressGuard(resolver: resolver, allowsPrivate: policy.allowsPrivate)
    }

    /// Fetches one URL.
    ///
    /// - Parameters:
    ///   - url: what to fetch.
    ///   - kind: what it is to be.
    ///   - gate: asked before each request.
    /// - Throws: ``FetchError``, what the gate throws, or `CancellationError`.
    package func fetch(
        _ url: WebURL, as kind: FetchKind = .page, gate: any FetchGate = OpenGate()
    ) async throws -> FetchResult {
        var url = url
        var seen: Set<WebURL> = [url]
        for _ in 0...policy.maximumRedirects {
            let validators = try await gate.validators(of: url)
            let response = try await send(url, kind, validators, gate)
            if response.status == 304, validators != nil { return .unchanged(url) }
            guard let next = try redirect(response, from: url) else {
                return .page(try page(response, at: url, kind))
            }
            guard seen.insert(next).inserted else { throw FetchError.redirectLoop(next.description) }
            url = next
        }
        throw FetchError.tooManyRedirects(limit: policy.maximumRedirects)
    }

    private func redirect(_ response: HTTPResponse, from url: WebURL) throws -> WebURL? {
        guard [301, 302, 303, 307, 308].contains(response.status), let location = response.headers["location"] else {
            return nil
        }
        do {
            return try WebURL(location, relativeTo: url)
        } catch {
            throw FetchError.invalidURL(Redaction.url(location))
        }
    }

    private func page(_ response: HTTPResponse, at url: WebURL, _ kind: FetchKind) throws -> FetchedPage {
        guard response.isSuccess else { throw FetchError.status(response.status) }
        let type = response.headers["content-type"]
        guard kind.takes(contentType: type, body: response.body) else {
            throw FetchError.unwantedType(Redaction.text((type ?? "").utf8, limit: 60))
        }
        return FetchedPage(
            url: url, contentType: type, body: response.body, validators: PageValidators(response.headers),
            robotsTags: response.headers.values(for: "x-robots-tag"))
    }

    private func send(
        _ url: WebURL, _ kind: FetchKind, _ validators: PageValidators?, _ gate: any FetchGate
    ) async throws -> HTTPResponse {
        try await gate.enter(url)
        do {
            let response = try await send(request(url, kind, validators))
            await gate.leave(url)
            return response
        } catch {
            await gate.leave(url)
            throw error
        }
    }

    /// Sends to the host's addresses in turn until one can be connected to.
    private func send(_ target: (url: WebURL, request: HTTPRequest)) async throws -> HTTPResponse {
        var request = target.request
        var last: HTTPError = .invalidURL(target.url.description)
        for address in try await addresses.addresses(of: target.url).prefix(Self.addressLimit) {
            request.options.pinnedAddress = address.inURL
            do {
                return try await client.send(request)
            } catch let error as HTTPError {
                last = error
                guard case .connection(_, 7, _) = error.root else { break }
            }
        }
        throw FetchError.transport(last)
    }

    private func request(
        _ url: WebURL, _ kind: FetchKind, _ validators: PageValidators?
    ) -> (url: WebURL, request: HTTPRequest) {
        var headers: HTTPHeaders = ["User-Agent": policy.userAgent, "Accept": kind.accept]
        if let etag = validators?.etag { headers["If-None-Match"] = etag }
        if let date = validators?.lastModified { headers["If-Modified-Since"] = date }
        let options = TransferOptions(
            connectTimeout: min(policy.timeout, .seconds(10)), totalTimeout: policy.timeout,
            lowSpeedBytesPerSecond: 50, lowSpeedWindow: .seconds(15),
            maxResponseBytes: kind == .robots ? RobotsFile.maximumBytes : policy.maximumBytes,
            cutsAtLimit: kind == .robots)
        return (url, HTTPRequest(url: url.text, headers: headers, label: url.host, options: options))
    }
}
