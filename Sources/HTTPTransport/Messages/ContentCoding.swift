import Foundations

/// Unpacks the body of a response by what its bytes are, because the label (`Content-Encoding`) is wrong at times.
enum ContentCoding {
    /// What is asked for: every server has it, and its bytes can't be taken for text.
    static let accepted = "gzip"

    /// Codings that make of a text something else; any other label, such as `utf-8`, says nothing about the bytes.
    private static let packings: Set = ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress"]
    /// Most times that a body may be packed.
    private static let layers = 3
    /// How many bytes show whether a body is text.
    private static let reach = 4096

    /// The response with its body unpacked.
    /// - Throws: ``HTTPError/truncated(host:excerpt:)``, ``HTTPError/tooLarge(host:limit:)``, and
    ///   ``HTTPError/coding(host:label:)`` if the bytes are packed in another way than by gzip; not for a status that
    ///   tells of a fault, which is worth more than its text.
    static func unpacked(
        _ response: HTTPResponse, host: String, options: TransferOptions
    ) throws(HTTPError) -> HTTPResponse {
        var response = response
        do {
            response.body = try unpackedBody(response, host, options)
        } catch  where response.isSuccess {
            throw error
        } catch {}
        return response
    }

    private static func unpackedBody(
        _ response: HTTPResponse, _ host: String, _ options: TransferOptions
    ) throws(HTTPError) -> [UInt8] {
        let names = response.headers.values(for: "content-encoding").flatMap { $0.split(separator: ",") }
        let labels = names.map { $0.filter { !$0.isWhitespace }.lowercased() }.filter(packings.contains)
        var body = response.body
        if labels.isEmpty {
            guard isPacked(body, labels), !isArchive(response) else { return body }
            return (try? unpacked(body, options)) ?? body
        }
        for _ in labels.prefix(layers) where isPacked(body, labels) {
            do {
                body = try unpacked(body, options)
            } catch .tooLarge {
                throw .tooLarge(host: host, limit: options.maxResponseBytes)
            } catch {
                throw .truncated(host: host, excerpt: "")
            }
        }
        guard body.count != response.body.count || isText(body) else {
            throw .coding(host: host, label: Redaction.text(labels.joined(separator: ", ").utf8, limit: 60))
        }
        return body
    }

    private static func unpacked(_ body: [UInt8], _ options: TransferOptions) throws(Gzip.Fault) -> [UInt8] {
        try body.withUnsafeBufferPointer { bytes throws(Gzip.Fault) in
            try Gzip.unpacked(bytes, limit: options.maxResponseBytes, cuts: options.cutsAtLimit)
        }
    }

    /// Whether the bytes begin as gzip does, or as zlib's format where `deflate` is the label.
    private static func isPacked(_ body: [UInt8], _ labels: [String]) -> Bool {
        if body.withUnsafeBufferPointer(Gzip.isPacked) { return true }
        guard labels.contains("deflate"), body.count > 2, body[0] & 0x0F == 8 else { return false }
        return (Int(body[0]) << 8 | Int(body[1])) % 31 == 0
    }

    /// Whether the document itself is packed, as a sitemap may be; its reader unpacks it.
    private static func isArchive(_ response: HTTPResponse) -> Bool {
        let type = response.headers["content-type"]?.lowercased() ?? ""
        return type.contains("gzip") || type.contains("octet-stream")
    }

    /// Whether the bytes are plain: no control characters, and UTF-8 or a page of another encoding.
    private static func isText(_ body: [UInt8]) -> Bool {
        let head = body.prefix(reach)
        guard !head.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains($0) }) else { return false }
        if head.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") { return true }
        // A character of up to four bytes may be cut at the end of the head.
        return (0..<4).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
    }
}
