import FlyingFox
import Reporting
import RunStore

/// `GET /runs/<id>/report`: the report of a run as it stands now.
struct ReportRoute: DashboardRoute {
    let store: any Store
    let exporter: RunExporter

    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard path.count == 3, path[0] == "runs", path[2] == "report" else { return nil }
        var response = HTTPResponse.page(try await exporter.report(of: try await store.run(path[1])))
        // The report has its own policy inside, which names its style and script by digest. A browser holds to both.
        // The sandbox takes the report's origin away, so that nothing in it could ask this server for more.
        response.headers[.contentSecurityPolicy] =
            "sandbox allow-scripts allow-downloads; default-src 'none'; style-src 'unsafe-inline'; "
            + "script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        return response
    }
}
