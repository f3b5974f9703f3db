import FlyingFox
import Foundation
import Reporting

/// `GET /dashboard.css` and its siblings.
struct AssetRoute: DashboardRoute {
    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard let asset = DashboardAsset.all.first(where: { $0.path == request.path }) else { return nil }
        return HTTPResponse(
            statusCode: .ok, headers: [.contentType: asset.type], body: Data(asset.text.utf8))
    }
}
