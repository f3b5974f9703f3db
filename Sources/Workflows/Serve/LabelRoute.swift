import FlyingFox
import Foundation
import Records

/// `POST /review/<id>/labels`: a person's label on the test that is to be looked at.
struct LabelRoute: DashboardRoute {
    /// Largest body, in bytes.
    private static let limit = 1024

    /// The body that the page sends: `{"test": 12, "label": "safe"}`, or `skip` in the label's place.
    private struct Body: Decodable {
        let test: Int
        let label: String
    }

    let desk: ReviewDesk
    var method: HTTPMethod { .POST }

    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard path.count == 3, path[0] == "review", path[2] == "labels" else { return nil }
        // Pages elsewhere can't send this type without asking first.
        guard request.headers[.contentType] == "application/json" else {
            return .line(.unsupportedMediaType, "a label comes as application/json")
        }
        guard let count = request.bodySequence.count, count <= Self.limit else {
            var response = HTTPResponse.line(.payloadTooLarge, "a label is no longer than \(Self.limit) bytes")
            // The rest of the body must not be taken for the next request.
            response.headers[.connection] = "close"
            return response
        }
        guard let body = try? JSONDecoder().decode(Body.self, from: try await request.bodyData) else {
            return .line(.badRequest, "a label is {\"test\": number, \"label\": text}")
        }
        let label = Verdict.Label(rawValue: body.label)
        guard label != nil || body.label == "skip" else {
            return .line(.badRequest, "a label is safe, unsafe, unknown or skip")
        }
        guard try await desk.answer(label, on: body.test, in: path[1]) else {
            return .line(.conflict, "another test is to be looked at now; load the page again")
        }
        return HTTPResponse(statusCode: .noContent)
    }
}
