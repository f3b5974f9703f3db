import FlyingFox

/// `GET /events`: server-sent events that tell of every run whose figures changed, for as long as the browser listens.
struct EventsRoute: DashboardRoute {
    let feed: RunFeed
    let clock: any Clock<Duration>

    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard path == ["events"] else { return nil }
        return HTTPResponse(
            statusCode: .ok, headers: [.contentType: "text/event-stream"],
            body: HTTPBodySequence(from: RunEvents(feed: feed, clock: clock)))
    }
}
