import FlyingFox
import Foundation
import Images
import Records
import Reporting
import Storage

/// `GET /runs/<id>/report`, or `report.html` as the page of a league links to it: the report of a run as it stands now.
struct ReportRoute: DashboardRoute {
    let store: any Store
    /// The output folder, in which the images are.
    let output: String
    /// An exporter that writes into a folder.
    let exporter: @Sendable (_ folder: String) -> RunExporter

    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard path.count == 3, path[0] == "runs", ["report", ReportFile.name].contains(path[2]) else { return nil }
        // Written as 'sextant report' writes it, to a folder that nobody else reads.
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try await store.run(path[1])
        let export = try await exporter(folder.path).export(run, hasLeague: false)
        var response = HTTPResponse.page([UInt8](try Data(contentsOf: URL(fileURLWithPath: export.reportFile))))
        // The report has its own policy inside, which names its style and script by digest. A browser holds to both.
        // The sandbox takes the report's origin away, so that nothing in it could ask this server for more. In a league, and
        // with images beside it, it keeps the origin, without which no link leads to the others and no image is loaded; it
        // still asks for nothing else and opens no window.
        let sandbox = run.request.league != nil || hasImages(run) ? " allow-same-origin" : ""
        response.headers[.contentSecurityPolicy] = "sandbox allow-scripts allow-downloads\(sandbox); \(Self.policy)"
        return response
    }

    private func hasImages(_ run: RunRecord) -> Bool {
        (run.request.generator.dataSet != nil && ImageShelf.inputs(in: output).exists)
            || ImageShelf.of(run: run.id, in: output).exists
    }

    /// What a page in one file may load: what is in it.
    static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"
}
