import FlyingFox
import Records
import Reporting
import Storage

/// `GET /`: the runs.
struct RunListRoute: DashboardRoute {
    let feed: RunFeed
    let isReviewed: Bool
    /// The store, when machines share it.
    var shared: (any SharedStore)?

    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard path.isEmpty else { return nil }
        var workers: [(run: String, workers: [WorkerRecord])] = []
        if let shared {
            workers = try await WorkerList.workers(of: shared.states().map { ($0.id, $0.state) }, in: shared)
        }
        return .page(try RunListPage(try await feed.runs(), isReviewed: isReviewed, workers: workers).bytes())
    }
}
