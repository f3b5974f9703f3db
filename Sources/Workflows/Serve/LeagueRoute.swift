import Analysis
import FlyingFox
import Records
import Reporting
import Storage

/// `GET /runs/<id>/league.html`: the league of a run as it stands now. Its links name the files beside it, which are the
/// addresses of reports here.
struct LeagueRoute: DashboardRoute {
    let store: any Store

    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard path.count == 3, path[0] == "runs", ["league", LeaguePage.name].contains(path[2]) else { return nil }
        let run = try await store.run(path[1])
        guard run.request.league != nil else {
            return try .notice(.notFound, "the run \(run.id) has one target and no league")
        }
        let table = try await LeagueAnalyst(store: store).table(of: try await LeagueRuns.of(run, in: store))
        var response = HTTPResponse.page(LeaguePage(table).bytes)
        response.headers[.contentSecurityPolicy] = "sandbox allow-scripts allow-same-origin; \(ReportRoute.policy)"
        return response
    }
}
