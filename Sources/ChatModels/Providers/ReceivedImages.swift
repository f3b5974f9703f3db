import FoundationEssentials
import Foundations
import Images
import Records

/// Images as replies bring them: in base 64, as a `data:` address, or as an address from which they are fetched.
struct ReceivedImages: Sendable {
    /// `provider/model`, for messages.
    let model: String
    /// The server's own address: what it keeps itself may be fetched even where it is no public one.
    let address: String
    private let fetch: ModelContext.ImageFetch?

    init(model: String, address: String, context: ModelContext) {
        self.model = model
        self.address = address
        fetch = context.fetchImage
    }

    /// Where an image is, as a text of its own or in a field of an object; nil where nothing says it.
    static func source(_ item: JSONValue) -> String? {
        [item, item["b64_json"] ?? .null, item["url"] ?? .null].lazy.compactMap(\.stringValue).first { !$0.isEmpty }
    }

    /// The images, read, checked and without metadata.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for what is no image; what fetching throws.
    func images(_ sources: [String]) async throws -> [ImageFile] {
        // Before anything is decoded or fetched.
        let limits = ImageLimits()
        guard sources.count <= limits.count else {
            throw unreadable(ImageFault.tooMany(sources.count, limit: limits.count))
        }
        var images: [ImageFile] = []
        for source in sources { images.append(try image(try await bytes(of: source))) }
        return images
    }

    /// Files that are images.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for what is no image.
    func images(_ files: [[UInt8]]) throws(ChatError) -> [ImageFile] {
        do {
            return try ImageFile.all(files)
        } catch {
            throw unreadable(error)
        }
    }

    private func image(_ bytes: [UInt8]) throws(ChatError) -> ImageFile {
        do {
            return try ImageFile(bytes)
        } catch {
            throw unreadable(error)
        }
    }

    private func bytes(of source: String) async throws -> [UInt8] {
        let lower = source.prefix(8).lowercased()
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") { return try await fetched(source) }
        var text = source
        if lower.hasPrefix("data:") {
            guard let data = Self.base64(ofDataAddress: source) else {
                throw ChatError.unreadable(model: model, problem: "a data: address without base 64", excerpt: "")
            }
            text = data
        }
        guard let bytes = Self.decoded(text), !bytes.isEmpty else {
            throw ChatError.unreadable(
                model: model, problem: "an image that is neither base 64 nor an address",
                excerpt: MessageText.line(source.utf8.prefix(100), hiding: []))
        }
        return bytes
    }

    /// What stands in a `data:` address; nil for one without base 64, and for anything else.
    static func base64(ofDataAddress source: String) -> String? {
        guard source.prefix(5).lowercased() == "data:", let comma = source.utf8.firstIndex(of: UInt8(ascii: ",")),
            source[..<comma].lowercased().hasSuffix(";base64")
        else { return nil }
        return String(source[source.index(after: comma)...])
    }

    /// The bytes of base 64, which some servers break into lines, write as in addresses, or leave without its padding. Words
    /// are none.
    static func decoded(_ text: String) -> [UInt8]? {
        if let data = Data(base64Encoded: text) { return Array(data) }
        let lines = text.utf8.split { (0x09...0x0D).contains($0) }
        guard lines.allSatisfy({ $0.split(separator: 0x20).count <= 1 }) else { return nil }
        var plain = text.utf8.filter { $0 > 0x20 && $0 != UInt8(ascii: "=") }.map { byte in
            byte == UInt8(ascii: "-") ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
        }
        plain += [UInt8](repeating: UInt8(ascii: "="), count: (4 - plain.count % 4) % 4)
        return Data(base64Encoded: Data(plain)).map(Array.init)
    }

    private func fetched(_ url: String) async throws -> [UInt8] {
        guard let fetch else {
            throw ChatError.configuration(
                model: model, problem: "it sends addresses of images, which can't be fetched here")
        }
        do {
            return try await fetch(url, Self.origin(url) == Self.origin(address))
        } catch let error as CancellationError {
            throw error
        } catch {
            // An address may hold a signature.
            throw ChatError.unreadable(
                model: model, problem: "the image at the address that it gives can't be fetched: \(error)", excerpt: "")
        }
    }

    /// Scheme, host and port of an address.
    private static func origin(_ url: String) -> Substring {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        return url[..<(url[start...].firstIndex { "/?#".contains($0) } ?? url.endIndex)]
    }

    private func unreadable(_ fault: ImageFault) -> ChatError {
        .unreadable(model: model, problem: fault.description, excerpt: "")
    }
}
