import CLibXML2

/// An element of a feed or a sitemap.
struct XMLElement {
    /// The name without its prefix.
    let name: String
    /// The namespace; empty for none.
    let space: String
    /// Attributes by name without prefix, the first of each name.
    let attributes: [String: String]
}

/// Takes a document's pieces as they are read.
protocol XMLHandler: AnyObject {
    /// A start tag; false ends the reading.
    func start(_ element: XMLElement) -> Bool
    /// The end tag of the element opened last; false ends the reading.
    func end() -> Bool
    /// Text, in pieces of any size.
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// Reads XML as far as it goes: no network, no entities but the five of XML itself, no external subset, bounded nesting.
enum XMLEvents {
    private static let isStarted: Bool = {
        clibxml2_start()
        return true
    }()

    /// The most elements that are read.
    private static let elementLimit = 2_000_000

    private final class Context {
        let handler: any XMLHandler
        var elements = 0

        init(_ handler: any XMLHandler) {
            self.handler = handler
        }

        static func of(_ pointer: UnsafeMutableRawPointer) -> Context {
            Unmanaged<Context>.fromOpaque(pointer).takeUnretainedValue()
        }
    }

    /// Passes the pieces of a document to `handler`; what cannot be read is left out.
    static func read(_ bytes: [UInt8], _ handler: any XMLHandler) {
        guard isStarted, !bytes.isEmpty, bytes.count <= Int(Int32.max) else { return }
        let context = Context(handler)
        withExtendedLifetime(context) {
            var reader = clibxml2_xml_reader(
                context: Unmanaged.passUnretained(context).toOpaque(), start: { XMLEvents.start($0, $1, $2, $3, $4) },
                end: { XMLEvents.Context.of($0).handler.end() ? 0 : 1 }, text: { XMLEvents.text($0, $1, $2) },
                parser: nil)
            bytes.withUnsafeBytes { bytes in
                guard let base = bytes.bindMemory(to: CChar.self).baseAddress else { return }
                _ = clibxml2_parse_xml(base, Int32(bytes.count), &reader)
            }
        }
    }

    private static func start(
        _ context: UnsafeMutableRawPointer, _ name: UnsafePointer<xmlChar>, _ space: UnsafePointer<xmlChar>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int32
    ) -> Int32 {
        let context = Context.of(context)
        context.elements += 1
        guard context.elements <= elementLimit else { return 1 }
        let element = XMLElement(
            name: String(cString: name), space: space.map { String(cString: $0) } ?? "",
            attributes: fields(attributes, Int(count)))
        return context.handler.start(element) ? 0 : 1
    }

    /// Attributes come as five pointers each: name, prefix, namespace, start and end of the value.
    private static func fields(
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
    ) -> [String: String] {
        guard let attributes else { return [:] }
        var fields: [String: String] = [:]
        for index in 0..<min(count, 32) {
            guard let key = attributes[index * 5], let from = attributes[index * 5 + 3],
                let to = attributes[index * 5 + 4]
            else { continue }
            let value = UnsafeBufferPointer(start: from, count: min(to - from, 8192))
            let name = String(cString: key)
            if fields[name] == nil { fields[name] = String(decoding: value, as: UTF8.self) }
        }
        return fields
    }

    private static func text(_ context: UnsafeMutableRawPointer, _ bytes: UnsafePointer<xmlChar>, _ count: Int32)
        -> Int32
    {
        Context.of(context).handler.text(UnsafeBufferPointer(start: bytes, count: Int(count)))
        return 0
    }
}
