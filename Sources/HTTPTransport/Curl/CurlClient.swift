import CCurl
import Foundation

/// Sends requests over one libcurl event loop thread, one attempt each.
///
/// Connections are kept alive and shared by all requests; HTTP/2 streams share one over TLS. Cancelling the task that
/// waits in `send` takes its transfer off the loop at once.
package final class CurlClient: HTTPClient {
    private let mailbox: LoopMailbox

    /// Starts the loop's thread.
    /// - Throws: `HTTPError.unavailable` if libcurl or the thread cannot start, or the file of certificates can't be read.
    package init(_ settings: CurlSettings = CurlSettings()) throws(HTTPError) {
        if let file = settings.certificates, access(file, R_OK) != 0 {
            throw .unavailable("the CA certificates in \(file) can't be read (--ca-bundle, or SSL_CERT_FILE)")
        }
        mailbox = try CurlLoop.start(settings)
    }

    deinit {
        mailbox.stop()
    }

    /// Sends one request, without retries or limits on the number in flight.
    /// - Throws: `HTTPError`, or `CancellationError` when the task was cancelled.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let host = try URLHost.parse(request.url)
        try FieldCheck.check(request)
        let id = mailbox.nextID()
        let response = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = TransferJob(id: id, host: host, request: request, continuation: continuation)
                guard mailbox.post(.start(job)) else {
                    continuation.resume(throwing: HTTPError.unavailable("the client was closed"))
                    return
                }
                // The handler may have run before the start was posted, and then its cancel found nothing.
                if Task.isCancelled { _ = mailbox.post(.cancel(id)) }
            }
        } onCancel: {
            _ = mailbox.post(.cancel(id))
        }
        return try ContentCoding.unpacked(response, host: host, options: request.options)
    }
}
