import FlyingFox
import Reporting

/// `GET /`: the runs.
struct RunListRoute: DashboardRoute {
    let feed: RunFeed
    let isReviewed: Bool

    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard path.isEmpty else { return nil }
        return .page(try RunListPage(try await feed.runs(), isReviewed: isReviewed).bytes())
    }
}
