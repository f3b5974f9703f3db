/// What libFuzzer calls with each input: the whole way from bytes to a page, with small limits so that they are met.
///
/// The first byte chooses what is known beside the bytes, so that headers and addresses are fuzzed too.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExtraction(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 1 else { return 0 }
    let choice = data[0]
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: size - 1))
    let limits =
        choice & 1 == 0
        ? ExtractionLimits.default
        : ExtractionLimits(
            maximumBytes: 1 << 16, maximumAttributes: 4, maximumDepth: 12, maximumNodes: 200, maximumLinks: 3)
    let types = [nil, "text/html; charset=shift_jis", "text/html; charset=utf-8", "text/html; charset=\"x\""]
    let address = choice & 8 == 0 ? nil : "https://example.org/a/b/../c?d#e"
    do {
        let page = try PageExtractor(limits: limits)
            .extract(bytes, contentType: types[Int(choice >> 1 & 3)], url: address)
        precondition(page.links.count <= limits.maximumLinks)
        precondition(page.blocks.allSatisfy { !$0.text.isEmpty })
        precondition(page.links.allSatisfy { $0.hasPrefix("http://") || $0.hasPrefix("https://") })
    } catch {
        precondition(!"\(error)".isEmpty)
    }
    return 0
}
