/// What libFuzzer calls with each input: a `robots.txt`, a NUL, and a path that is asked for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRobots(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let text = parts.first.map(Array.init) ?? []
    let path = "/" + String(decoding: parts.dropFirst().first.map { Array($0.prefix(4096)) } ?? [], as: UTF8.self)
    let file = RobotsFile(text, token: "sextant")
    let isAllowed = file.allows(path: path)
    precondition(file.allows(path: "/robots.txt"))
    precondition(file.crawlDelay.map { $0 >= 0 && $0 <= RobotsFile.longestDelay } ?? true)
    precondition(file.sitemaps.count <= 100)
    // The product token is compared without regard to case, and a byte order mark changes nothing.
    precondition(RobotsFile(text, token: "SEXTANT").allows(path: path) == isAllowed)
    if text.count < RobotsFile.maximumBytes - 3, !text.starts(with: [0xEF, 0xBB, 0xBF]) {
        precondition(RobotsFile([0xEF, 0xBB, 0xBF] + text, token: "sextant").allows(path: path) == isAllowed)
    }
    _ = RobotsTags([String(decoding: text.prefix(1000), as: UTF8.self)])
    return 0
}
