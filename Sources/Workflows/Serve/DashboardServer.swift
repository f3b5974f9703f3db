import ChatModels
import FlyingFox
import Foundation
import Storage

/// Serves the dashboard on this machine's own address.
package struct DashboardServer: Sendable {
    /// The routes, in the order in which they are tried.
    let routes: [any DashboardRoute]
    let token = DashboardToken()
    /// Port; 0 lets the system pick one.
    let port: UInt16
    /// How long requests are waited for, and how many of them.
    var patience = PatientPool.Limits()

    /// A server for the runs of a store, with a token of its own.
    ///
    /// - Parameters:
    ///   - port: 0 lets the system pick one
    ///   - review: the name of who labels, and the share of the queue that is drawn at random; nil to label nothing
    ///   - now: seconds since 1970
    /// - Throws: what opening the store, the reference for grades or the review throws.
    package init(
        _ places: Places, port: UInt16, review: (annotator: String?, control: Double)?,
        now: @escaping @Sendable () -> Double
    ) async throws {
        let store = try await places.store.openForReading()
        let feed = RunFeed(store, now: now)
        let reference = try places.gradeReference()
        let frameworks = try FrameworkLookup(places)
        var routes: [any DashboardRoute] = [
            RunListRoute(feed: feed, isReviewed: review != nil, shared: StorePlace.shared(store)),
            ReportRoute(store: store, output: places.output) { folder in
                RunExporter(
                    store: store, outputFolder: folder, imageOutput: places.output, coverageFolder: nil,
                    reference: reference,
                    frameworks: frameworks.frameworks)
            },
            LeagueRoute(store: store), EventsRoute(feed: feed, clock: ContinuousClock()), AssetRoute(),
            ImageRoute(store: store, output: places.output),
        ]
        if let review {
            let desk = ReviewDesk(
                try await places.store.openForLabels(), annotator: try AnnotatorName.choose(review.annotator),
                controlShare: review.control, now: now)
            routes += [
                ReviewRoute(desk: desk, pictures: ReviewPictures(of: store, in: places.output)), LabelRoute(desk: desk),
            ]
        }
        self.routes = routes
        self.port = port
    }

    /// Longest time a response may take to begin, in seconds: a report of many tests.
    private static let timeout = 300.0

    /// Serves until the task is cancelled, then returns.
    ///
    /// - Parameter onReady: called once with the address that lets a browser in
    /// - Throws: ``ServerError`` when the port can't be had.
    package func run(onReady: @escaping @Sendable (String) async -> Void) async throws {
        try await PatientPool(patience).serve(
            Handler(server: self), host: "127.0.0.1", port: port, timeout: Self.timeout
        ) { host, port in await onReady("http://\(host):\(port)/?token=\(token.text)") }
    }

    private struct Handler: HTTPHandler {
        let server: DashboardServer

        func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
            var response = try await server.answer(to: request)
            for (name, value) in DashboardServer.headers where response.headers[name] == nil {
                response.headers[name] = value
            }
            return response
        }
    }

    private func answer(to request: HTTPRequest) async throws -> HTTPResponse {
        let guardian = DashboardGuard(token: token)
        switch guardian.decision(on: request) {
        case .refuse(let reason):
            return try .notice(.forbidden, reason)
        case .enter(let path):
            let headers: HTTPHeaders = [.location: path, .setCookie: guardian.cookie]
            return HTTPResponse(statusCode: .seeOther, headers: headers)
        case .pass:
            return try await routed(request)
        }
    }

    private func routed(_ request: HTTPRequest) async throws -> HTTPResponse {
        let path = request.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        let ours = routes.filter { $0.method == request.method }
        guard !ours.isEmpty else { return try .notice(.methodNotAllowed, "this server only shows what is there") }
        do {
            for route in ours {
                if let response = try await route.response(to: request, path: path) { return response }
            }
            return try .notice(.notFound, "there is no such page; the runs are listed at /")
        } catch let error as StoreError {
            if case .noSuchRun = error { return try .notice(.notFound, error.description) }
            return try .notice(.serviceUnavailable, error.description)
        }
    }

    /// Headers of every response: nothing is loaded from elsewhere, framed, kept, told to other servers, or shared with
    /// them.
    private static let headers: [(HTTPHeader, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'"
        ), (.init("X-Content-Type-Options"), "nosniff"), (.init("Referrer-Policy"), "no-referrer"),
        (.cacheControl, "no-store"), (.init("Cross-Origin-Resource-Policy"), "same-origin"),
        (.init("Cross-Origin-Opener-Policy"), "same-origin"), (.init("X-Frame-Options"), "DENY"),
    ]
}

extension HTTPHeader {
    static let contentSecurityPolicy = HTTPHeader("Content-Security-Policy")
}
