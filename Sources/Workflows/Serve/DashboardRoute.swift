import FlyingFox
import Foundation
import Reporting

/// Something that the dashboard can be asked for. Conformers are named in ``DashboardServer/routes``.
protocol DashboardRoute: Sendable {
    /// The HTTP method that it serves.
    var method: HTTPMethod { get }

    /// The response; nil when the path is not its own.
    ///
    /// - Parameters:
    ///   - request: the request, from somebody who may ask
    ///   - path: the parts of its path
    /// - Throws: ``StoreError``; ``ReportError``.
    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse?
}

extension DashboardRoute {
    var method: HTTPMethod { .GET }
}

extension HTTPResponse {
    /// A page of the dashboard.
    static func page(_ bytes: [UInt8], status: HTTPStatusCode = .ok) -> HTTPResponse {
        HTTPResponse(statusCode: status, headers: [.contentType: "text/html; charset=utf-8"], body: Data(bytes))
    }

    /// A page that says why there is nothing else.
    static func notice(_ status: HTTPStatusCode, _ text: String) throws(ReportError) -> HTTPResponse {
        page(try NoticePage(title: status.phrase, text: text).bytes(), status: status)
    }

    /// A line of text, for a script.
    static func line(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: status, headers: [.contentType: "text/plain; charset=utf-8"], body: Data(text.utf8))
    }
}
