import FlyingFox
import Records
import Reporting

/// `GET /review/<id>`: the next test of a run's queue.
struct ReviewRoute: DashboardRoute {
    let desk: ReviewDesk
    let pictures: ReviewPictures

    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard path.count == 2, path[0] == "review" else { return nil }
        let (run, test) = try await desk.current(in: path[1])
        if let test { try await pictures.fetch(for: test, of: run.id) }
        let page = ReviewPage(test, of: run, annotator: desk.annotator, labelled: await desk.labelled)
        return .page(try page.bytes())
    }
}
